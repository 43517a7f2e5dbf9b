import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { attachRing, type Chunk, ringBytes } from "./mod.ts";

const RECORDS = 300_000;

/** Checks that each record of a chunk is whole and the one after `expected - 1`; returns the number expected next. */
function check(chunk: Chunk, expected: number): number {
  const { bytes } = chunk;
  let count = 0;
  for (let at = 0; at < chunk.length; count++) {
    const end = at + 2 + (bytes[at] & 0x7f) + (bytes[at + 1] << 7);
    const record = bytes[at + 2] | (bytes[at + 3] << 8) | (bytes[at + 4] << 16) | (bytes[at + 5] << 24);
    assert.equal(record, expected);
    assert.equal(end - at - 2, 12 + (Math.imul(record, 2654435761) >>> 24));
    for (let i = at + 6; i < end; i++) {
      if (bytes[i] !== (record & 0xff)) assert.fail(`record ${record} is torn`);
    }
    expected++;
    at = end;
  }
  assert.equal(count, chunk.records);
  return expected;
}

test("what a reader takes from a writer in another thread is whole and in order, and what it loses is counted", async () => {
  const [blockSize, blockCount] = [32768, 3];
  const buffer = new SharedArrayBuffer(ringBytes(blockSize, blockCount));
  const worker = new Worker(new URL("./stress_writer.ts", import.meta.url), {
    workerData: { buffer, blockSize, blockCount, records: RECORDS },
  });
  const failed = new Promise((_, reject) => worker.once("error", reject));
  let [taken, lost, next, rounds] = [0, 0, 0, 0];
  const drain = (everything: boolean) => {
    for (let chunk = attached?.take(everything); chunk; chunk = attached?.take(everything)) {
      lost += chunk.lost;
      next = check(chunk, next + chunk.lost);
      taken += chunk.records;
    }
  };
  let attached = attachRing(buffer);
  for (let closed = false; !closed; rounds++) {
    attached ??= attachRing(buffer);
    closed = attached?.closed ?? false;
    drain(closed);
    // Now and then the writer gets far ahead.
    await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, rounds % 20 === 0 ? 5 : 0))]);
  }
  drain(true);
  await worker.terminate();
  assert.equal(taken + lost, RECORDS);
  assert.equal(next, RECORDS);
  assert.equal(attached?.damaged, 0);
  assert.equal(taken > 0, true);
});
