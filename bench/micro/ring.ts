/**
 * How fast records leave a ring: a thread writes as fast as it can until the ring is nearly full, another takes them
 * out, again and again. Prints a line of JSON; `bench/mod.ts` runs it in each runtime.
 *
 * @module
 */
import { attachRing } from "../../ring/mod.ts";
import { best, startRing } from "./measure.ts";
import { beginCall, endCall, nextValue, unwind } from "../../tracer/recorder.ts";

/** As many as leave some blocks of the ring free: nothing may be lost. */
const RECORDS = 500_000;

const reader = attachRing(startRing().bytes.buffer)!;
let taken = 0;

function fill(): void {
  for (let i = 0; i < RECORDS; i++) unwind(endCall(nextValue(beginCall(1), i), 1) - 1);
}

function drain(): void {
  for (let chunk = reader.take(true); chunk; chunk = reader.take(true)) taken += chunk.records;
}

let quickest = Infinity;
for (let round = 0; round < 12; round++) {
  fill();
  quickest = Math.min(quickest, best(drain, RECORDS, 1));
}
console.log(JSON.stringify({ "M records/s taken": 1000 / quickest, lost: reader.lost }));
if (taken === 0) throw new Error("nothing was taken");
