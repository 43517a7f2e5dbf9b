import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration, withUnit } from "./quantity.ts";
import { parseTime, type TimeBase, unixTime } from "./time.ts";

const STARTED_MS = new Date(2026, 10, 23, 10, 7, 4).getTime();
const BASE: TimeBase = { startedMs: STARTED_MS + 0.25, newestMs: STARTED_MS + 0.25, newestAt: 9_500_000_000 };

/** Seconds from the first whole second of the recording, both ends. */
function seconds(text: string, base: TimeBase = BASE): number[] | undefined {
  const interval = parseTime(text, base);
  return interval && [interval.start, interval.end].map((at) => (at + 250_000) / 1e9);
}

test("a time is the whole of what it names", () => {
  assert.deepEqual(seconds("2026/11/23 10:07:05"), [1, 2]);
  assert.deepEqual(seconds("2026-11-23T10:07:05"), [1, 2]);
  assert.deepEqual(seconds("2026/11/23 10:07:04,5"), [0.5, 0.6]);
  assert.deepEqual(seconds("2026/11/23 10:07:04,000041"), [0.000041, 0.000042]);
  assert.deepEqual(seconds("2026/11/23 10:07:04.000041999"), [0.000041, 0.000042]);
  assert.deepEqual(seconds("10:07"), [-4, 56]);
  assert.deepEqual(seconds("10:07:04"), [0, 1]);
  assert.deepEqual(seconds("2026/11/23"), [-36424, 86400 - 36424]);
});

test("with a Z behind it a time is in UTC", () => {
  const text = new Date(STARTED_MS + 1000).toISOString();
  assert.deepEqual(seconds(text)?.[0], 1);
  assert.equal(parseTime("10:07Z", BASE), undefined);
});

test("relative times count from the newest trace or from the start", () => {
  assert.equal(parseTime("-5s", BASE)?.start, 4_500_000_000);
  assert.equal(parseTime("+2s", BASE)?.start, 2_000_000_000);
  assert.equal(parseTime("-1 min 30 s", BASE)?.start, 9_500_000_000 - 90_000_000_000);
});

test("a number is seconds since 1970", () => {
  assert.equal(unixTime(STARTED_MS / 1000 + 1, BASE)?.start, 1e9 - 250_000);
  assert.equal(unixTime(Infinity, BASE), undefined);
});

test("what is no time is none", () => {
  for (
    const text of [
      "",
      " ",
      "Z",
      "tomorrow",
      "2026/13/01",
      "2026/11/32",
      "24:00",
      "10:60",
      "10",
      "2026",
      "-5",
      "-5 x",
      "- s",
    ]
  ) {
    assert.equal(parseTime(text, BASE), undefined, text);
  }
});

test("durations are read as they are shown, and with every unit", () => {
  const cases: [string, number | undefined][] = [
    ["870 ns", 870],
    ["5.2 µs", 5200],
    ["5us", 5000],
    ["52 ms", 52e6],
    ["1.3 s", 1.3e9],
    ["2 min 5 s", 125e9],
    ["1 h 1 min", 3660e9],
    ["0.1ms", 100_000],
    ["5", 5],
    ["5 5", undefined],
    ["5 parsecs", undefined],
    ["", undefined],
    ["ms", undefined],
    ["-5ms", undefined],
    ["5 constructor", undefined],
  ];
  for (const [text, ns] of cases) assert.equal(parseDuration(text), ns, text);
  assert.equal(withUnit(5, "MS"), 5e6);
});
