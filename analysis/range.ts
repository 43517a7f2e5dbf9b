import type { StoreReader } from "../store/mod.ts";

/** Traces by their ids: from `from` to before `to`. */
export interface Range {
  from: number;
  to: number;
}

/** How many ids are gone over in one query: between two of them a progress bar moves and memory is given back. */
const STEP = 1 << 17;

/** The traces that there are now. What is added meanwhile is left to the next time. */
export function currentRange(reader: StoreReader): Range {
  const from = reader.first();
  return { from, to: from === 0 ? 0 : reader.last() + 1 };
}

/** Told how far a pass over traces has come: a share from 0 to 1. */
export type Progress = (share: number) => void;

/** Goes over a range in steps. */
export function eachStep({ from, to }: Range, body: (from: number, to: number) => void, progress?: Progress): void {
  for (let at = from; at < to; at += STEP) {
    body(at, Math.min(at + STEP, to));
    progress?.(Math.min(1, (at + STEP - from) / (to - from)));
  }
}
