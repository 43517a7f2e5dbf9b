import type { RowSource } from "./source.ts";
import { pageHeight, type PagerState } from "./state.ts";

/** The lowest row that may stand at the top: the last page is full where there are enough rows. */
export function lastTop(state: PagerState, source: RowSource): number {
  const last = source.last();
  return last === 0 ? 0 : source.step(last, 1 - pageHeight(state));
}

/** Puts a row at the top, or the nearest that may stand there, and makes it the current one. */
export function moveTo(state: PagerState, source: RowSource, id: number): PagerState {
  const cursor = Math.max(source.first(), Math.min(id, source.last()));
  return { ...state, top: Math.min(cursor, lastTop(state, source)), cursor, target: null };
}

/**
 * Scrolls by rows, as far as there are any. The current row goes along, and on where the screen cannot, so that each
 * row can be reached.
 */
export function moveBy(state: PagerState, source: RowSource, rows: number): PagerState {
  if (state.top === 0) return moveTo(state, source, source.first());
  const top = Math.min(source.step(state.top, rows), lastTop(state, source));
  return { ...state, top: Math.max(source.first(), top), cursor: source.step(state.cursor, rows), target: null };
}

/** Makes a row the current one; the screen moves only where it is not on it, to where `settle` can see it. */
export function moveCursor(state: PagerState, id: number): PagerState {
  return { ...state, cursor: id, target: null };
}

/** The last row. */
export function moveToEnd(state: PagerState, source: RowSource): PagerState {
  return { ...state, top: lastTop(state, source), cursor: source.last(), target: null };
}

/**
 * Makes the state fit what is there: the first rows have come, rows were truncated or folded, the terminal has another
 * size. The screen stays where it is unless the current row would not be on it.
 */
export function settle(state: PagerState, source: RowSource): PagerState {
  const first = source.first();
  if (first === 0) return state.top === 0 && state.cursor === 0 ? state : { ...state, top: 0, cursor: 0 };
  const cursor = state.cursor === 0 ? Math.max(first, state.top) : source.shown(Math.max(first, state.cursor));
  let top = Math.min(source.shown(Math.max(first, state.top)), lastTop(state, source));
  const height = pageHeight(state);
  if (cursor < top || cursor > source.step(top, height - 1)) {
    // What was far away comes to the middle, what was near to the edge.
    const near = cursor < top ? source.step(cursor, height) >= top : source.step(cursor, 1 - 2 * height) <= top;
    const above = near ? (cursor < top ? 0 : height - 1) : height >> 1;
    top = Math.min(source.step(cursor, -above), lastTop(state, source));
  }
  return top === state.top && cursor === state.cursor ? state : { ...state, top, cursor };
}

/** Shows a row that was found: at the top, or where it lies on the last page. */
export function showTarget(state: PagerState, source: RowSource, target: number): PagerState {
  return { ...moveTo(state, source, target), target };
}
