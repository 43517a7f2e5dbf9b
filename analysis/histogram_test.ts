import assert from "node:assert/strict";
import { test } from "node:test";
import { Histogram } from "./histogram.ts";

test("short durations are exact, long ones right to 1.6 %", () => {
  for (const duration of [0, 1, 127, 128, 129, 1000, 65_535, 65_536, 123_456_789, 86_400e9, 2 ** 52]) {
    const histogram = new Histogram();
    histogram.add(duration);
    const found = histogram.percentile(0.5);
    assert.ok(Math.abs(found - duration) <= duration * 0.016, `${duration}: ${found}`);
    if (duration < 128) assert.equal(found, duration);
  }
});

test("percentiles of a thousand durations are those of the sorted list", () => {
  const histogram = new Histogram();
  for (let i = 1000; i >= 1; i--) histogram.add(i * 1000);
  assert.ok(Math.abs(histogram.percentile(0.5) - 500_000) <= 8000);
  assert.ok(Math.abs(histogram.percentile(0.99) - 990_000) <= 16_000);
});

test("without durations there is no percentile", () => {
  assert.ok(Number.isNaN(new Histogram().percentile(0.5)));
});
