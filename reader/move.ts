import type { RowSource } from "./source.ts";
import { pageHeight, type PagerState } from "./state.ts";

/** The lowest row that may stand at the top: the last page is full where there are enough rows. */
export function lastTop(state: PagerState, source: RowSource): number {
  const last = source.last();
  return last === 0 ? 0 : source.step(last, 1 - pageHeight(state));
}

/** Puts a row at the top, or the nearest that may stand there. */
export function moveTo(state: PagerState, source: RowSource, top: number): PagerState {
  return { ...state, top: Math.max(source.first(), Math.min(top, lastTop(state, source))), target: null };
}

/** Scrolls by rows. */
export function moveBy(state: PagerState, source: RowSource, rows: number): PagerState {
  if (state.top === 0) return moveTo(state, source, source.first());
  return moveTo(state, source, source.step(state.top, rows));
}

/** Makes the state fit what is there: the first rows have come, rows were truncated, the terminal has another size. */
export function settle(state: PagerState, source: RowSource): PagerState {
  const top = Math.max(source.first(), Math.min(state.top, lastTop(state, source)));
  return top === state.top ? state : { ...state, top };
}

/** Shows a row that was found: at the top, or where it lies on the last page. */
export function showTarget(state: PagerState, source: RowSource, target: number): PagerState {
  return { ...moveTo(state, source, target), target };
}
