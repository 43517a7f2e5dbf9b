import { entry, type KeySection, or } from "./key_table.ts";
import type { PagerState } from "./state.ts";

/** The columns ahead of the calls. */
export type Column = "time" | "date" | "thread" | "module" | "indent";

const KEYS: Readonly<Record<string, Column>> = { t: "time", d: "date", p: "thread", m: "module", i: "indent" };

/** Columns of the terminal by which modules get wider or narrower. */
const STEP = 4;

function toggle(state: PagerState, column: Column): PagerState {
  const hidden = new Set(state.hidden);
  if (!hidden.delete(column)) hidden.add(column);
  return { ...state, hidden };
}

function widen(state: PagerState, columns: number): PagerState {
  return { ...state, widen: Math.max(-200, Math.min(200, state.widen + columns)) };
}

/** Keys for what is shown of a row. */
export const COLUMN_KEYS: KeySection = {
  heading: "Columns",
  entries: [
    entry("_", "x t d p m i", "hide or show time, date, process, module, indent", (state, _source, _count, key) => {
      const column = KEYS[key];
      return column === undefined
        ? { ...state, message: "x is followed by t d p m i a < or >" }
        : toggle(state, column);
    }, { keys: ["x t", "x d", "x p", "x m", "x i", "x *"] }),
    entry("_", "x a", "show all columns", (state) => ({ ...state, hidden: new Set(), widen: 0 }), { keys: ["x a"] }),
    entry(
      "_",
      "x >  x <",
      "make the column of modules wider or narrower",
      (state, _source, count, key) => widen(state, (key === ">" ? 1 : -1) * or(count, STEP)),
      { keys: ["x >", "x <"] },
    ),
    entry("w", "w", "wrap long rows, or cut them", (state) => ({ ...state, wrap: !state.wrap, offset: 0 })),
  ],
};
