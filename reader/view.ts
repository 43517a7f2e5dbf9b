import { visible } from "./visible.ts";
import { formatRow, type Layout } from "./row.ts";
import { markHits } from "./search.ts";
import { plainText, type Segment } from "./segment.ts";
import type { RowSource } from "./source.ts";
import { pageHeight, type PagerState } from "./state.ts";
import { clip, keepEnd, widthOf } from "./width.ts";

/** What the screen shows. */
export interface Frame {
  /** One for each line of the terminal, none wider than it. */
  lines: Segment[][];
  /** Column of the cursor in the last line, where a prompt is open. */
  cursor: number | null;
  /** Columns really scrolled: not further than the longest row goes. */
  offset: number;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "" : `${Math.min(100, Math.floor(part * 100 / whole))} %`;
}

/** `12-61 of 1000  6 %  3 lost  traces.sqlite`. */
function position(state: PagerState, source: RowSource, shown: number, name: string): string {
  const count = source.count();
  const lost = source.lost();
  const index = source.indexOf(state.top);
  const last = index + shown;
  const parts = [
    shown === 0 ? "no traces yet" : `${index + 1}-${last} of ${count}`,
    last >= count && shown > 0 ? "(END)" : percent(last, count),
    lost > 0 ? `${lost} lost` : "",
    visible(name),
    state.offset > 0 ? `column ${state.offset + 1}` : "",
  ];
  return parts.filter((part) => part !== "").join("  ");
}

function statusLine(state: PagerState, source: RowSource, shown: number, name: string): Segment[] {
  if (state.job) {
    const { job } = state;
    const text = ` searching ${visible(job.pattern.text)}: ${job.searched} rows looked at, any key stops `;
    return [{ text, style: "status" }];
  }
  if (state.message !== null) return [{ text: ` ${state.message} `, style: "alert" }];
  const left = state.count !== "" ? `:${state.count}` : ` ${position(state, source, shown, name)} `;
  const right = "  h help  q quit ";
  const room = state.columns - widthOf(left) - right.length;
  return [
    { text: left, style: "status" },
    ...(room > 0 ? [{ text: " ".repeat(room) + right, style: "faint" } as const] : []),
  ];
}

function promptLine(state: PagerState): { line: Segment[]; cursor: number } | null {
  const { prompt, columns } = state;
  if (!prompt) return null;
  const label = `${prompt.negate ? "not " : ""}${prompt.command}`;
  const before = visible(prompt.text.slice(0, prompt.cursor));
  const after = visible(prompt.text.slice(prompt.cursor));
  const room = Math.max(1, columns - label.length - 1);
  const kept = keepEnd(before, room);
  const line = clip([{ text: label, style: "faint" }, { text: kept + after, style: "plain" }], 0, columns);
  return { line, cursor: Math.min(columns - 1, label.length + widthOf(kept)) };
}

/** The screen for a state. `name` is what the status line calls the database. */
export function viewFrame(state: PagerState, source: RowSource, layout: Layout, name: string): Frame {
  const height = pageHeight(state);
  const traces = state.top === 0 ? [] : source.from(state.top, height);
  const rows = traces.map((trace) => formatRow(trace, layout));
  // Only a scrolled screen must know how long its rows are.
  const widest = state.offset === 0 ? 0 : Math.max(0, ...rows.map((row) => widthOf(plainText(row))));
  const offset = Math.max(0, Math.min(state.offset, widest - state.columns));
  const lines: Segment[][] = rows.map((row) => {
    const marked = state.search && state.highlight ? markHits(row, state.search.pattern) : row;
    return clip(marked, offset, state.columns);
  });
  while (lines.length < height) lines.push([{ text: "~", style: "faint" }]);
  const prompt = promptLine(state);
  lines.push(prompt?.line ?? clip(statusLine({ ...state, offset }, source, traces.length, name), 0, state.columns));
  return { lines: lines.slice(-state.lines), cursor: prompt?.cursor ?? null, offset };
}
