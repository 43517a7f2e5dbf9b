import type { Condition } from "../store/mod.ts";
import type { Trace } from "../store/mod.ts";
import { reveal } from "./folds.ts";
import { moveCursor } from "./move.ts";
import type { RowSource, Wanted } from "./source.ts";
import type { PagerState } from "./state.ts";

/** A row that is looked for piece by piece, so that a key can stop it. */
export interface Seek {
  /** As the status line names it: "exception". */
  what: string;
  wanted: Wanted;
  direction: 1 | -1;
  /** Forward: the next id to look at. Backward: the one after it. */
  next: number;
  /** It must be before this id, in the direction of the search. */
  until?: number;
  /** The how-manieth of them is wanted, from 1. */
  remaining: number;
}

/** Ids looked over at a time; a piece takes a few ms. */
const PIECE = 50_000;
/** The same where each row must be looked at. */
const SLOW_PIECE = 2000;

/** Begins to look for a row, from the current one unless `next` says otherwise. */
export function startSeek(state: PagerState, seek: Omit<Seek, "next"> & { next?: number }): PagerState {
  const next = seek.direction > 0 ? state.cursor + 1 : state.cursor;
  return { ...state, seek: { next, ...seek } };
}

/** Goes on looking, for a few ms. */
export function continueSeek(state: PagerState, source: RowSource): PagerState {
  const { seek } = state;
  if (!seek) return state;
  const { wanted, direction, until } = seek;
  const isBeyond = (id: number): boolean => until !== undefined && (id - until) * direction >= 0;
  const isAll = source.count() === source.last() - source.first() + 1;
  const { found, next } = source.find(wanted, seek.next, direction, isAll ? PIECE : SLOW_PIECE);
  if (found !== undefined && !isBeyond(found)) {
    if (seek.remaining <= 1) return goTo({ ...state, seek: null }, source, found);
    return { ...state, seek: { ...seek, next: direction > 0 ? found + 1 : found, remaining: seek.remaining - 1 } };
  }
  if (found === undefined && next !== undefined && !isBeyond(next)) return { ...state, seek: { ...seek, next } };
  return { ...state, seek: null, message: `No ${direction > 0 ? "later" : "earlier"} ${seek.what}` };
}

/** Makes a row the current one, and unfolds what hides it. */
export function goTo(state: PagerState, source: RowSource, id: number): PagerState {
  const folds = reveal(state.folds, id, (other) => source.row(other));
  return moveCursor({ ...state, folds }, id);
}

/** Rows of a kind. */
export function ofKind(kind: number): Wanted {
  return { condition: { text: "kind = ?", parameters: [kind] }, fits: (trace) => trace.kind === kind };
}

/** Calls for which `text` holds in SQL, and `fits` for rows at hand. */
export function callsWhere(condition: Condition, fits: (trace: Trace) => boolean): Wanted {
  return {
    condition: { text: `kind = 0 AND ${condition.text}`, parameters: condition.parameters },
    fits: (trace) => trace.kind === 0 && fits(trace),
  };
}
