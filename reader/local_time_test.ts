import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { createDatabase, openReader } from "../store/mod.ts";
import { createClock } from "./clock.ts";
import { runtimeOffset, systemOffset } from "./local_time.ts";
import { STARTED_MS, withPath } from "./testing.ts";

const DAY = 86_400;

test(
  "the system tells the same local time as the runtime, on each day of many years",
  { skip: !!process.env.TZ },
  () =>
    withPath((path) => {
      createDatabase(path, { command: "main.ts", cwd: "/", startedMs: STARTED_MS, append: false });
      const reader = openReader(path);
      try {
        const offsetAt = systemOffset(reader);
        for (let second = 40_000_000; second < 3e9; second += 17 * DAY + 3600) {
          assert.equal(offsetAt(second), runtimeOffset(second), String(second));
        }
        assert.equal(systemOffset(reader, { TZ: "Asia/Kathmandu" }), runtimeOffset);
      } finally {
        reader.close();
      }
    }),
);

test("a clock shows the local time that holds at each moment", () => {
  // An hour forward at second 1800.
  const clock = createClock(0, (second) => second < 1800 ? -3600 : 0);
  const shown = [0, 1799.9999994, 1800, 1801, 60 * DAY].map((second) => clock.local(second * 1e9));
  assert.deepEqual(shown, [
    "1969/12/31 23:00:00,000000",
    "1969/12/31 23:29:59,999999",
    "1970/01/01 00:30:00,000000",
    "1970/01/01 00:30:01,000000",
    "1970/03/02 00:00:00,000000",
  ]);
});
