import type { Column } from "./columns.ts";
import type { Detail } from "./detail.ts";
import { type Folds, NO_FOLDS } from "./folds.ts";
import type { Help } from "./help.ts";
import type { Prompt } from "./prompt.ts";
import type { Pattern } from "./pattern.ts";
import type { SearchJob } from "./search.ts";
import type { Seek } from "./seek.ts";
import type { Transfer } from "./transfer.ts";

/** All that the pager knows apart from the rows themselves. Never changed, only replaced. */
export interface PagerState {
  /** Size of the terminal. */
  readonly columns: number;
  readonly lines: number;
  /** Id of the row at the top of the screen; 0 before the first is there. */
  readonly top: number;
  /** Id of the current row, which is on the screen; 0 before the first is there. */
  readonly cursor: number;
  /** Columns scrolled to the right. */
  readonly offset: number;
  /** The digits typed in front of a command. */
  readonly count: string;
  /** Keys of a command that needs more of them, such as `z`. */
  readonly pressed: string;
  readonly prompt: Prompt | null;
  /** What was searched for last, and in which direction. */
  readonly search: { readonly pattern: Pattern; readonly direction: 1 | -1 } | null;
  /** Mark what the pattern matches. */
  readonly highlight: boolean;
  /** The row that the last search found; null once the screen has moved on. */
  readonly target: number | null;
  readonly job: SearchJob | null;
  /** Filters that a row must pass to be shown, in the order in which they were given. */
  readonly filters: readonly string[];
  /** Whether they are in force. */
  readonly isFiltering: boolean;
  /** So many rows before and after each that passes are shown too. */
  readonly context: number;
  /** Filters of which it is not known yet whether anything passes them. */
  readonly pending: readonly string[] | null;
  /** The row that is looked for in the database. */
  readonly seek: Seek | null;
  /** Rows that are being saved, or collected for a command. */
  readonly transfer: Transfer | null;
  /** Rows by the letter that they were marked with; `'` is where the last jump began. */
  readonly marks: ReadonlyMap<string, number>;
  readonly folds: Folds;
  readonly detail: Detail | null;
  readonly help: Help | null;
  /** Whether the screen goes along with what is recorded; paused where the user has gone back to look. */
  readonly follow: "off" | "on" | "paused";
  /** Columns that the user has hidden, or shows where they would be left out. */
  readonly toggled: ReadonlySet<Column>;
  /** Columns of the terminal that modules get beyond what the layout gives them. */
  readonly widen: number;
  /** Rows that do not fit go on in the next line. */
  readonly wrap: boolean;
  /** Shown in the status line until the next key. */
  readonly message: string | null;
}

/** What a key asks for that the state cannot hold. */
export type Action = "quit" | "suspend" | "repaint" | "reload" | "info" | "copy" | "edit" | "mute" | "pause";

/** The pager before the first key. */
export function initialState(columns: number, lines: number): PagerState {
  return {
    columns,
    lines,
    top: 0,
    cursor: 0,
    offset: 0,
    count: "",
    pressed: "",
    prompt: null,
    search: null,
    highlight: true,
    target: null,
    job: null,
    filters: [],
    isFiltering: true,
    context: 0,
    pending: null,
    seek: null,
    transfer: null,
    marks: new Map(),
    folds: NO_FOLDS,
    detail: null,
    help: null,
    follow: "off",
    toggled: new Set(),
    widen: 0,
    wrap: false,
    message: null,
  };
}

/** The pager in another recording: its ids mean other rows, how it is looked at stays. */
export function otherRecording(state: PagerState): PagerState {
  const { follow, toggled, widen, wrap, search, filters, isFiltering, context } = state;
  const kept = { follow, toggled, widen, wrap, search, filters, isFiltering, context };
  return { ...initialState(state.columns, state.lines), ...kept };
}

/** Lines that the detail pane takes, its heading included. */
export function detailHeight(state: PagerState): number {
  if (!state.detail) return 0;
  return Math.max(0, Math.min(state.lines - 3, Math.ceil(state.lines * 0.6)));
}

/** Rows that fit: all lines but the detail pane and the status line. */
export function pageHeight(state: PagerState): number {
  return Math.max(1, state.lines - 1 - detailHeight(state));
}
