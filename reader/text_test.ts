import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArguments } from "./arguments.ts";
import { createClock } from "./clock.ts";
import { formatDuration } from "./duration.ts";
import { args } from "./testing.ts";
import { visible } from "./visible.ts";

test("printable text stays as it is, in any script", () => {
  for (const text of ["", "plain ~", "例え", "é", "👩‍👩‍👧", "می‌خواهم"]) assert.equal(visible(text), text);
});

test("control and format characters are shown escaped", () => {
  assert.equal(visible("a\tb\r\n\x1b\x7f\x85"), "a\\tb\\r\\n\\x1b\\x7f\\x85");
  assert.equal(visible("\u202e\ufeff\u{e0041}\udc00"), "\\u202e\\ufeff\\u{e0041}\\udc00");
});

test("arguments are taken apart, also damaged ones", () => {
  assert.deepEqual(parseArguments(null), []);
  assert.deepEqual(parseArguments(args(["a", "1", "number"], ["b", '""', "string"])), [
    { name: "a", value: "1", type: "number" },
    { name: "b", value: '""', type: "string" },
  ]);
  assert.deepEqual(parseArguments("\x1elonely\x1e\x1e"), [{ name: "lonely", value: "", type: "" }]);
});

test("durations are short and in the unit that fits", () => {
  const cases: [ns: number, text: string][] = [
    [0, "0 ns"],
    [870, "870 ns"],
    [999.6, "1 µs"],
    [5230, "5.2 µs"],
    [9960, "10 µs"],
    [52_000, "52 µs"],
    [999_600, "1 ms"],
    [1_234_567, "1.2 ms"],
    [1.3e9, "1.3 s"],
    [59.6e9, "1 min 0 s"],
    [125e9, "2 min 5 s"],
    [7.5e12, "2 h 5 min"],
  ];
  assert.deepEqual(cases.map(([ns]) => formatDuration(ns)), cases.map(([, text]) => text));
});

test("times are exact to the nanosecond from a start with a fraction", () => {
  const clock = createClock(Date.UTC(2026, 10, 23, 10, 7, 4) + 0.25);
  assert.equal(clock.iso(0), "2026-11-23T10:07:04.000250000Z");
  assert.equal(clock.iso(749_999), "2026-11-23T10:07:04.000999999Z");
  assert.equal(clock.iso(999_749_999), "2026-11-23T10:07:04.999999999Z");
  assert.equal(clock.iso(999_750_000), "2026-11-23T10:07:05.000000000Z");
  assert.equal(clock.iso(86_400e9 + 1), "2026-11-24T10:07:04.000250001Z");
  assert.match(clock.local(999_749_999), /^2026\/11\/2\d \d\d:\d\d:04,999999$/);
});

test("a start that no date can hold is no reason to fail", () => {
  for (const start of [NaN, Infinity, 1e300]) assert.match(createClock(start).iso(5), /^1970-01-01T00:00:00/);
});
