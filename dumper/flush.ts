import { Header, type RingReader } from "../ring/mod.ts";

/** Tells a thread that its flush request is satisfied. */
export function answerFlush(reader: RingReader, flush: number): void {
  reader.drained = flush;
  // Only shared memory can be waited on; a writer on a mapped file looks by itself.
  if (reader.ints.buffer instanceof SharedArrayBuffer) Atomics.notify(reader.ints, Header.DRAINED);
}
