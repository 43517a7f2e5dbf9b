import type { Filter } from "../filter/mod.ts";
import type { StoreReader } from "../store/mod.ts";
import type { Range } from "./range.ts";

/** The calls that a filter chooses: those of which it finds a trace, be it the call, its return or another. */
export interface Chosen {
  /** Whether a call, named by the id of its CALL row, is one of them. */
  has(call: number): boolean;
  /** How many there are. */
  readonly count: number;
}

/** Looks for the calls that a filter chooses. A bit for each trace, so that ten million take a megabyte. */
export function chooseCalls(filter: Filter, reader: StoreReader, { from, to }: Range): Chosen {
  const bits = new Uint8Array(((to - from) >> 3) + 1);
  const { text, parameters } = filter.condition();
  let count = 0;
  const note = (call: number | null): void => {
    if (call === null || call < from || call >= to) return;
    const at = call - from;
    const bit = 1 << (at & 7);
    if ((bits[at >> 3] & bit) !== 0) return;
    bits[at >> 3] |= bit;
    count++;
  };
  reader.visit("call", `FROM traces WHERE id >= ? AND id < ? AND ${text}`, [from, to, ...parameters], note);
  return {
    count,
    has: (call) => call >= from && call < to && (bits[(call - from) >> 3] & (1 << ((call - from) & 7))) !== 0,
  };
}
