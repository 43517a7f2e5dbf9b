import { type Command, entry, type KeySection, or } from "./key_table.ts";
import { moveBy, moveTo, moveToEnd } from "./move.ts";
import { pageHeight, type PagerState } from "./state.ts";

/** Columns that Shift with an arrow scrolls by. */
const LITTLE = 8;
/** Rows that a notch of the wheel scrolls by. */
const WHEEL = 3;

function rows(direction: 1 | -1, usual: (state: PagerState) => number): Command {
  return (state, source, count) => moveBy(state, source, direction * or(count, usual(state)));
}

function scroll(direction: 1 | -1, usual: (state: PagerState) => number): Command {
  return (state, _source, count) => ({
    ...state,
    offset: Math.max(0, state.offset + direction * or(count, usual(state))),
  });
}

const wheel: Command = (state, source, _count, key) => moveBy(state, source, key === "wheeldown" ? WHEEL : -WHEEL);

const one = (): number => 1;
const half = (state: PagerState): number => Math.max(1, pageHeight(state) >> 1);
const halfScreen = (state: PagerState): number => Math.max(1, state.columns >> 1);
const little = (): number => LITTLE;

const toRow: Command = (state, source, count) => moveTo(state, source, source.at(or(count, 1) - 1));
const toEnd: Command = (state, source, count, key) =>
  Number.isNaN(count) ? moveToEnd(state, source) : toRow(state, source, count, key);
const toPercent: Command = (state, source, count) =>
  moveTo(state, source, source.at(Math.floor(source.count() * Math.min(100, or(count, 0)) / 100)));

/** Keys that move the screen and the current row. A number typed before says how many, or which. */
export const MOVE_KEYS: KeySection = {
  heading: "Move; N is a number typed before",
  entries: [
    entry("j down ctrl-n ctrl-e ctrl-j", "j ↓ ^N ^E", "a row down, or N", rows(1, one)),
    entry("k up ctrl-p ctrl-y ctrl-k", "k ↑ ^P ^Y", "a row up, or N", rows(-1, one)),
    entry("Space f pagedown ctrl-f ctrl-v", "Space f ^F PgDn", "a page down, or N rows", rows(1, pageHeight)),
    entry("b pageup ctrl-b alt-v", "b ^B PgUp", "a page up, or N rows", rows(-1, pageHeight)),
    entry("d ctrl-d", "d ^D", "half a page down, or N rows", rows(1, half)),
    entry("u ctrl-u", "u ^U", "half a page up, or N rows", rows(-1, half)),
    entry("g < home alt-<", "g < Home", "the first row, or row N", toRow, { jumps: true }),
    entry("G > end alt->", "G > End", "the last row, or row N", toEnd, { jumps: true }),
    entry("%", "N %", "N percent into the traces", toPercent, { jumps: true }),
    entry("wheeldown wheelup", "wheel", "three rows (tstrace --mouse)", wheel),
    entry("right", "→", "half a screen to the right, or N columns", scroll(1, halfScreen)),
    entry("left", "←", "half a screen to the left, or N columns", scroll(-1, halfScreen)),
    entry("shift-right", "Shift-→", "a little to the right", scroll(1, little)),
    entry("shift-left", "Shift-←", "a little to the left", scroll(-1, little)),
    entry("ctrl-right", "Ctrl-→", "to the end of the longest row", (state) => ({ ...state, offset: Infinity })),
    entry("ctrl-left", "Ctrl-←", "to the beginning of the rows", (state) => ({ ...state, offset: 0 })),
  ],
};
