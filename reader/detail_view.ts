import type { StoreReader } from "../store/mod.ts";
import type { Clock } from "./clock.ts";
import { type DetailLine, detailLines, detailTitle } from "./detail.ts";
import type { Segment } from "./segment.ts";
import type { RowSource } from "./source.ts";
import { detailHeight, type PagerState } from "./state.ts";
import { clip, widthOf } from "./width.ts";

/** What the detail pane shows. */
export interface Details {
  title: string;
  lines: readonly DetailLine[];
}

/** Gives what the pane shows of the current row. */
export type Pane = () => Details;

let cached: { key: unknown[]; details: Details } | undefined;

/** What the pane shows of the current row; kept until something of it changes. */
export function detailsOf(state: PagerState, reader: StoreReader, source: RowSource, clock: Clock): Details {
  const trace = state.cursor === 0 ? undefined : source.row(state.cursor);
  if (!trace || !state.detail) return { title: "", lines: [] };
  const key = [reader, trace.id, trace.leave, trace.args, state.detail.open, state.columns];
  if (cached && key.every((part, i) => part === cached?.key[i])) return cached.details;
  const context = {
    source,
    data: (id: number) => reader.data(id),
    clock,
    startedMs: reader.startedMs,
    columns: state.columns - 1,
  };
  const details = {
    title: detailTitle(trace, source, clock),
    lines: detailLines(trace, state.detail.open, context),
  };
  cached = { key, details };
  return details;
}

/** The lines of the screen that the pane takes, its heading first. */
export function paneLines(state: PagerState, { title, lines }: Details): Segment[][] {
  const { detail, columns } = state;
  const height = detailHeight(state);
  if (!detail || height === 0) return [];
  const rest = columns - widthOf(title) - 4;
  const shown: Segment[][] = [
    clip(
      [
        { text: "── ", style: "faint" },
        { text: title, style: "function" },
        { text: ` ${"─".repeat(Math.max(0, rest))}`, style: "faint" },
      ],
      0,
      columns,
    ),
  ];
  const current = Math.min(detail.line, lines.length - 1);
  const top = Math.max(0, Math.min(detail.top, current));
  for (const [i, { segments }] of lines.slice(top, top + height - 1).entries()) {
    const gutter = { text: " ", style: top + i === current ? "current" : "plain" } as const;
    const row = [gutter, ...segments];
    shown.push(clip(row, 0, columns));
  }
  while (shown.length < height) shown.push([]);
  return shown;
}
