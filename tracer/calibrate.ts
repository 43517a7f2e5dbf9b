import { Kind } from "../proto/trace_pb.ts";
import { createRing, ringBytes } from "../ring/writer.ts";
import { beginCall, callAt, endCall, nextValue, recordAside, recordValue } from "./recorder.ts";
import type { Budget } from "./budget.ts";

/** Rounds of calls, of which the quickest counts: the engine is not warm, and the machine has other things to do. */
const ROUNDS = 4;
const CALLS = 4;

/** The smallest blocks that a ring can have: nobody reads this one. */
const BLOCK_SIZE = 1 << 15;

/**
 * What a record of a number costs here at most, ns: it takes some tens of microseconds to find out. NaN where this
 * thread has recorded before.
 */
export function measureRecord(clock: () => number, budget?: Budget): number {
  const bytes = new ArrayBuffer(ringBytes(BLOCK_SIZE, 2));
  const clocks = { clockNs: clock(), wallMs: 0 };
  const ring = createRing(bytes, { blockSize: BLOCK_SIZE, blockCount: 2, pid: 0, tid: 0, ...clocks });
  let least = NaN;
  recordAside(ring, clock, budget, () => {
    for (let round = 0; round < ROUNDS; round++) {
      const begun = clock();
      for (let i = 1; i <= CALLS; i++) {
        const at = endCall(nextValue(beginCall(0), i), 0);
        recordValue(Kind.RETURN, callAt(at), 0, i, at - 1);
      }
      const cost = (clock() - begun) / (2 * CALLS);
      if (!(cost >= least)) least = cost;
    }
  });
  return least;
}
