import assert from "node:assert/strict";
import { test } from "node:test";
import { measureRecord } from "./calibrate.ts";
import { isRecording, stackTop } from "./recorder.ts";

test("what a record costs is measured by the clock, the quickest round counts, and nothing is left of it", () => {
  let reads = 0;
  let now = 0;
  // A reading takes 50 ns, those of the first rounds more.
  const clock = (): number => now += ++reads < 20 ? 1000 : 50;
  const cost = measureRecord(clock);
  assert.ok(cost >= 50 && cost < 60, `${cost}`);
  assert.deepEqual([isRecording(), stackTop()], [false, 0]);
  assert.equal(measureRecord(clock), cost);
});
