import type { Trace } from "../store/mod.ts";
import { hiddenColumns } from "./columns.ts";
import { SECTIONS } from "./commands.ts";
import { type Pane, paneLines } from "./detail_view.ts";
import { hitsInHelp } from "./help_keys.ts";
import { helpLines } from "./help.ts";
import { formatFolded, formatRow, type Layout } from "./row.ts";
import { viewPrompt } from "./prompt_view.ts";
import { markHits } from "./search.ts";
import { plainText, type Segment } from "./segment.ts";
import type { RowSource } from "./source.ts";
import { pageHeight, type PagerState } from "./state.ts";
import { statusLine, type Surroundings } from "./status.ts";
import { clip, widthOf, wrap } from "./width.ts";

/** What the screen shows. */
export interface Frame {
  /** One for each line of the terminal, none wider than it. */
  lines: Segment[][];
  /** Column of the cursor in the last line, where a prompt is open. */
  cursor: number | null;
  /** Columns really scrolled: not further than the longest row goes. */
  offset: number;
  /** How many rows are on the screen. */
  shown: number;
}

/** Characters of a row's arguments that scrolling sideways can reach; the detail pane shows all. */
const MAX_ROW = 20_000;

/** The layout with what the user has changed of it. */
export function chosenLayout(state: PagerState, layout: Layout): Layout {
  const widest = Math.max(4, state.columns - 8);
  const moduleWidth = state.widen === 0
    ? layout.moduleWidth
    : Math.max(4, Math.min(widest, layout.moduleWidth + state.widen));
  const most = Math.min(MAX_ROW, state.offset + state.columns * (state.wrap ? pageHeight(state) : 1));
  return {
    ...layout,
    moduleWidth,
    hidden: hiddenColumns(state),
    most,
    levels: Math.max(4, Math.min(20, Math.floor(state.columns / 12))),
  };
}

/** Shows which row is the current one, by its first column: calm, and seen without colours too. */
function markCurrent(row: Segment[]): Segment[] {
  const index = row.findIndex(({ text }) => text.trim() !== "");
  if (index < 0) return row;
  const { text } = row[index];
  const word = text.trimEnd();
  const blank = text.slice(word.length);
  return [
    ...row.slice(0, index),
    { ...row[index], text: word, style: "current" },
    ...(blank === "" ? [] : [{ text: blank, style: "plain" } as const]),
    ...row.slice(index + 1),
  ];
}

function helpPage(state: PagerState, height: number): Segment[][] {
  const { top, search } = state.help ?? { top: 0, search: null };
  return helpLines(SECTIONS).slice(top, top + height).map((line) => {
    return search === null ? line : [...markHits(line, hitsInHelp(plainText(line), search))];
  });
}

function highlighted(row: readonly Segment[], around: Surroundings): Segment[] {
  return [...markHits(row, around.hitsIn?.(plainText(row)) ?? [])];
}

/** A row that is shown only because one near it is. */
function faded(row: readonly Segment[]): Segment[] {
  return row.map((segment) => ({ ...segment, style: "faint" }));
}

/** The rows as they are shown; each may take several lines. */
function rowLines(
  state: PagerState,
  traces: readonly Trace[],
  source: RowSource,
  layout: Layout,
  around: Surroundings,
): Segment[][][] {
  return traces.map((trace) => {
    const fold = source.folded(trace);
    const plain = fold ? formatFolded(trace, fold, layout) : formatRow(trace, layout);
    const row = highlighted(around.isContext?.(trace.id) ? faded(plain) : plain, around);
    const marked = trace.id === state.cursor ? markCurrent(row) : row;
    return state.wrap ? wrap(marked, state.columns, pageHeight(state)) : [marked];
  });
}

/** As many lines as fit, from the first row on, or from a later one where the current row would not be among them. */
function fitLines(rows: Segment[][][], current: number, height: number): Segment[][] {
  let first = 0;
  let used = rows.slice(0, current + 1).reduce((sum, lines) => sum + lines.length, 0);
  while (used > height && first < current) used -= rows[first++].length;
  return rows.slice(first).flat().slice(0, height);
}

/** The screen for a state. */
export function viewFrame(
  state: PagerState,
  source: RowSource,
  layout: Layout,
  around: Surroundings,
  pane: Pane = () => ({ title: "", lines: [] }),
): Frame {
  const height = pageHeight(state);
  const prompt = state.prompt && viewPrompt(state.prompt, state.columns, state.lines - 1);
  let offset = 0;
  let shown = 0;
  let lines: Segment[][];
  if (state.help) {
    lines = helpPage(state, state.lines - 1).map((line) => clip(line, 0, state.columns));
    while (lines.length < state.lines - 1) lines.push([]);
  } else {
    const traces = state.top === 0 ? [] : source.from(state.top, height);
    const chosen = chosenLayout(state, layout);
    shown = traces.length;
    const rows = rowLines(state, traces, source, chosen, around);
    const fitting = fitLines(rows, traces.findIndex(({ id }) => id === state.cursor), height);
    // Only a scrolled screen must know how long its rows are.
    const widest = state.offset === 0 ? 0 : Math.max(0, ...fitting.map((line) => widthOf(plainText(line))));
    offset = Math.max(0, Math.min(state.offset, widest - state.columns));
    lines = fitting.map((line) => clip(line, offset, state.columns));
    while (lines.length < height) lines.push([{ text: "~", style: "faint" }]);
    if (state.detail) lines.push(...paneLines(state, pane()));
  }
  if (prompt) lines.splice(lines.length - prompt.above.length, prompt.above.length, ...prompt.above);
  lines.push(prompt?.line ?? statusLine({ ...state, offset }, source, shown, around));
  return { lines: lines.slice(-state.lines), cursor: prompt?.cursor ?? null, offset, shown };
}

/** The frame that was shown last, with what went wrong in its last line, in a terminal that may have another size. */
export function failedFrame(
  frame: readonly Segment[][],
  message: string,
  columns: number,
  lines: number,
): Segment[][] {
  const rows = frame.slice(0, -1).map((line) => clip(line, 0, columns)).slice(0, lines - 1);
  while (rows.length < lines - 1) rows.push([]);
  return [...rows, clip([{ text: ` ${message} `, style: "alert" }], 0, columns)];
}
