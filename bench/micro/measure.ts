import { createRing, ringBytes, type RingWriter } from "../../ring/writer.ts";
import { currentRuntime } from "../../runtime/select.ts";
import { startRecording } from "../../tracer/recorder.ts";

const BLOCK_SIZE = 1 << 20;
const BLOCK_COUNT = 16;
/** Many and short ones: on a machine that does other things too, some of them are left alone. */
const ROUNDS = 250;

/**
 * Has this thread record into a ring that nobody reads, as large as that of a traced program. With `ticks` most times are
 * those that a reader would tell, as with `--clock coarse`.
 */
export function startRing(ticks = false): RingWriter {
  const runtime = currentRuntime();
  // What a mapped file is: engines copy into shared bytes a byte at a time.
  const buffer = new ArrayBuffer(ringBytes(BLOCK_SIZE, BLOCK_COUNT));
  const layout = { blockSize: BLOCK_SIZE, blockCount: BLOCK_COUNT, pid: 1, tid: 1, ticks };
  const ring = createRing(buffer, { ...layout, clockNs: runtime.now(), wallMs: runtime.wallMs() });
  startRecording(ring, runtime.now);
  return ring;
}

/**
 * Nanoseconds that one of `count` operations in `body` takes: those of the quickest of several rounds, as whatever
 * else a machine does only ever adds.
 */
export function best(body: () => unknown, count: number, rounds = ROUNDS): number {
  let quickest = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    body();
    quickest = Math.min(quickest, performance.now() - start);
  }
  return (quickest * 1e6) / count;
}
