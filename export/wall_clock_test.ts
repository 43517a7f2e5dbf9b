import assert from "node:assert/strict";
import { test } from "node:test";
import { createWallClock } from "./wall_clock.ts";

test("times are exact to the nanosecond, across seconds", () => {
  const clock = createWallClock(Date.UTC(2026, 10, 23, 10, 7, 4) + 999.5);
  assert.equal(clock.iso(1), "2026-11-23T10:07:04.999500001Z");
  assert.equal(clock.iso(500_001), "2026-11-23T10:07:05.000000001Z");
  assert.equal(clock.iso(-999_500_000), "2026-11-23T10:07:04.000000000Z");
});

test("nanoseconds since 1970 are exact in two halves, across a carry", () => {
  const startedMs = Date.UTC(2026, 10, 23, 10, 7, 4);
  const clock = createWallClock(startedMs);
  for (const at of [0, -1, 1, 4_294_967_295, 4_294_967_296, 123_456_789_012_345]) {
    clock.set(at);
    const expected = BigInt(startedMs) * 1_000_000n + BigInt(at);
    assert.equal((BigInt(clock.high) << 32n) + BigInt(clock.low), expected, String(at));
  }
});

test("a time that no calendar has is one all the same", () => {
  assert.match(createWallClock(1e300).iso(0), /Z$/);
});
