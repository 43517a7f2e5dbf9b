import type { Prompt } from "./prompt.ts";
import type { Pattern, SearchJob } from "./search.ts";

/** All that the pager knows apart from the rows themselves. Never changed, only replaced. */
export interface PagerState {
  /** Size of the terminal. */
  readonly columns: number;
  readonly lines: number;
  /** Id of the row at the top of the screen; 0 before the first is there. */
  readonly top: number;
  /** Columns scrolled to the right. */
  readonly offset: number;
  /** The digits typed in front of a command. */
  readonly count: string;
  readonly prompt: Prompt | null;
  /** What was searched for last, and in which direction. */
  readonly search: { readonly pattern: Pattern; readonly direction: 1 | -1 } | null;
  /** Mark what the pattern matches. */
  readonly highlight: boolean;
  /** The row that the last search found; null once the screen has moved on. */
  readonly target: number | null;
  readonly job: SearchJob | null;
  /** Shown in the status line until the next key. */
  readonly message: string | null;
}

/** What a key asks for that the state cannot hold. */
export type Action = "quit" | "suspend" | "repaint";

/** The pager before the first key. */
export function initialState(columns: number, lines: number): PagerState {
  return {
    columns,
    lines,
    top: 0,
    offset: 0,
    count: "",
    prompt: null,
    search: null,
    highlight: true,
    target: null,
    job: null,
    message: null,
  };
}

/** Rows that fit: all lines but the status line. */
export function pageHeight(state: PagerState): number {
  return Math.max(1, state.lines - 1);
}
