import assert from "node:assert/strict";
import { test } from "node:test";
import { bucketOf, BUCKETS, middleOf } from "./histogram.ts";

test("the middle of a duration's bucket is at most a sixteenth off", () => {
  for (let duration = 1; duration < Number.MAX_SAFE_INTEGER; duration = Math.ceil(duration * 1.013)) {
    const bucket = bucketOf(duration);
    assert.ok(bucket >= 0 && bucket < BUCKETS, `${duration} is in bucket ${bucket}`);
    assert.ok(Math.abs(middleOf(bucket) - duration) <= duration / 16, `${duration}: ${middleOf(bucket)}`);
  }
});

test("buckets follow one another without a gap", () => {
  let before = -1;
  for (let duration = 0; duration < 100_000; duration++) {
    const bucket = bucketOf(duration);
    assert.ok(bucket === before || bucket === before + 1, `${duration}: ${bucket} after ${before}`);
    before = bucket;
  }
  assert.equal(bucketOf(0), 0);
  assert.equal(middleOf(0), 0);
  assert.equal(bucketOf(Number.MAX_SAFE_INTEGER), BUCKETS - 9);
});
