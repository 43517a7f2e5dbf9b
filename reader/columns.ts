import { entry, type KeySection, or } from "./key_table.ts";
import type { PagerState } from "./state.ts";

/** The columns ahead of the calls. */
export type Column = "time" | "date" | "thread" | "module" | "indent";

const KEYS: Readonly<Record<string, Column>> = { t: "time", d: "date", p: "thread", m: "module", i: "indent" };

/** Columns of the terminal by which modules get wider or narrower. */
const STEP = 4;

/** What is left out of itself on a screen that is narrow: what is called matters more. Columns of the screen below. */
const NARROW: readonly (readonly [columns: number, column: Column])[] = [[90, "date"], [60, "thread"], [40, "module"], [
  30,
  "time",
]];

function leftOut(columns: number): Column[] {
  return NARROW.filter(([below]) => columns < below).map(([, column]) => column);
}

/** The columns that are not shown: those for which the screen is too narrow, unless the user has changed that. */
export function hiddenColumns({ columns, toggled }: Pick<PagerState, "columns" | "toggled">): ReadonlySet<Column> {
  return new Set(leftOut(columns)).symmetricDifference(toggled);
}

/** Those among them that the user has hidden. */
export function hiddenByUser(state: Pick<PagerState, "columns" | "toggled">): ReadonlySet<Column> {
  return hiddenColumns(state).difference(new Set(leftOut(state.columns)));
}

function toggle(state: PagerState, column: Column): PagerState {
  const toggled = new Set(state.toggled);
  if (!toggled.delete(column)) toggled.add(column);
  return { ...state, toggled };
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
    entry(
      "_",
      "x a",
      "show all columns",
      (state) => ({ ...state, toggled: new Set(leftOut(state.columns)), widen: 0 }),
      { keys: ["x a"] },
    ),
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
