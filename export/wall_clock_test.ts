import assert from "node:assert/strict";
import { test } from "node:test";
import { createWallClock } from "./wall_clock.ts";

test("times are exact to the nanosecond, across seconds", () => {
  const clock = createWallClock(Date.UTC(2026, 10, 23, 10, 7, 4) + 999.5);
  assert.equal(clock.iso(1), "2026-11-23T10:07:04.999500001Z");
  assert.equal(clock.iso(500_001), "2026-11-23T10:07:05.000000001Z");
  assert.equal(clock.iso(-999_500_000), "2026-11-23T10:07:04.000000000Z");
});

test("a time that no calendar has is one all the same", () => {
  assert.match(createWallClock(1e300).iso(0), /Z$/);
});
