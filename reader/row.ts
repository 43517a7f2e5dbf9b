import { shownModule } from "../filter/module.ts";
import type { Trace } from "../store/mod.ts";
import { parseArguments } from "./arguments.ts";
import type { Clock } from "./clock.ts";
import type { Column } from "./columns.ts";
import { formatDuration } from "./duration.ts";
import { Kind } from "./kinds.ts";
import type { Segment, Style } from "./segment.ts";
import type { FoldedCall } from "./source.ts";
import { visible } from "./visible.ts";
import { keepEnd, widthOf } from "./width.ts";

/** How rows are laid out; the same for all rows of a view, so that columns stand below each other. */
export interface Layout {
  clock: Clock;
  /** Columns that `pid/tid` takes. */
  threadWidth: number;
  /** Columns that `module:line` takes. */
  moduleWidth: number;
  /** Shorten from the left what is longer than `moduleWidth`. */
  shorten: boolean;
  /** Columns that are left out. */
  hidden?: ReadonlySet<Column>;
  /** How many levels deep rows are indented before they begin again at the left; absent: `MAX_INDENT`, and no further. */
  levels?: number;
  /** Characters of arguments that can be of use on the screen; all where it is absent. */
  most?: number;
}

/** Columns of the date in front of the time. */
const DATE_WIDTH = "2026/11/23 ".length;

/** Deeper calls are not indented further, so that they stay within reach. */
const MAX_INDENT = 20;

const ARROWS: Readonly<Record<number, [arrow: string, style: Style]>> = {
  [Kind.CALL]: ["--> ", "call"],
  [Kind.RETURN]: ["<-- ", "return"],
  [Kind.EXCEPTION]: ["<-- ", "exception"],
  [Kind.LOG]: ["--- ", "plain"],
  [Kind.YIELD]: ["<~~ ", "suspend"],
  [Kind.AWAIT]: ["<.. ", "suspend"],
  [Kind.RESUME]: ["~~> ", "suspend"],
};

function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

function moduleText(trace: Trace, layout: Layout): string {
  if (trace.module === null) return pad("?", layout.moduleWidth);
  const text = `${shownModule(trace.module, trace.cwd)}:${trace.line ?? "?"}`;
  return pad(layout.shorten ? keepEnd(text, layout.moduleWidth) : text, layout.moduleWidth);
}

/** Whether the value says its type itself, such as `Cart {…}`, `TypeError: no` or `undefined`. */
export function namesItsType(value: string, type: string): boolean {
  return value.startsWith(type) && (value.length === type.length || /^[\s:({[]/.test(value.slice(type.length)));
}

function pushArguments(row: Segment[], trace: Trace, most: number = Infinity): void {
  const valueStyle: Style = trace.kind === Kind.EXCEPTION ? "exception" : "value";
  let first = true;
  let left = most;
  for (const { name, value, type } of parseArguments(trace.args)) {
    if (left <= 0) break;
    row.push({ text: `${first ? "" : ", "}${shown(name, left)} = `, style: "name" });
    if (type !== "" && !namesItsType(value, type)) row.push({ text: `${shown(type, left)}: `, style: "type" });
    row.push({ text: shown(value, left), style: valueStyle });
    left -= name.length + value.length;
    first = false;
  }
}

/** A recorded text, at most `most` characters of it: what is far beyond the screen is not worth looking at. */
function shown(text: string, most: number): string {
  return visible(text.length > most ? text.slice(0, most) : text);
}

/** What a row says where `count` traces were lost. */
export function overflowText(count: number): string {
  return `*** ${count} ${count === 1 ? "trace" : "traces"} lost here: calls came faster than they could be ` +
    "stored (exclude hot functions, or give a larger --ring-size)";
}

/**
 * Indents a row by its depth. Very deep calls begin again at the left, behind a number: they must stay within reach,
 * and each row where it is, whatever rows are around it.
 */
function pushIndent(row: Segment[], depth: number, levels: number | undefined): void {
  const from = levels === undefined ? Math.max(0, depth - MAX_INDENT) : depth - depth % levels;
  if (from > 0 && levels !== undefined) row.push({ text: `+${from} `, style: "faint" });
  if (depth > from) row.push({ text: "  ".repeat(depth - from), style: "plain" });
  if (from > 0 && levels === undefined) row.push({ text: `+${from} `, style: "faint" });
}

/** The columns ahead of the call. */
function ahead(trace: Trace, layout: Layout): Segment[] {
  const isShown = (column: Column): boolean => !layout.hidden?.has(column);
  const row: Segment[] = [];
  if (isShown("time")) {
    const time = layout.clock.local(trace.at);
    row.push({ text: `${isShown("date") ? time : time.slice(DATE_WIDTH)}  `, style: "time" });
  }
  if (isShown("thread")) {
    row.push({ text: `${pad(`${trace.pid}/${trace.tid}`, layout.threadWidth)}  `, style: "thread" });
  }
  if (trace.kind === Kind.OVERFLOW) return [...row, { text: overflowText(trace.lost ?? 0), style: "lost" }];
  if (isShown("module")) row.push({ text: `${moduleText(trace, layout)}  `, style: "module" });
  if (isShown("indent")) pushIndent(row, trace.depth, layout.levels);
  return row;
}

function nameOf(trace: Trace, style: Style): Segment {
  return { text: trace.func === null ? "?" : visible(trace.func), style };
}

/** A trace as a row of styled text, uncut. */
export function formatRow(trace: Trace, layout: Layout): Segment[] {
  const row = ahead(trace, layout);
  if (trace.kind === Kind.OVERFLOW) return row;
  const [arrow, style] = ARROWS[trace.kind] ?? ["??? ", "plain"];
  row.push({ text: arrow, style }, nameOf(trace, trace.kind === Kind.EXCEPTION ? "exception" : "function"));
  row.push({ text: "(", style: "plain" });
  pushArguments(row, trace, layout.most);
  row.push({ text: ")", style: "plain" });
  if (trace.duration !== null) row.push({ text: `  ${formatDuration(trace.duration)}`, style: "duration" });
  return row;
}

function countText({ calls, isCounted }: FoldedCall): string {
  return isCounted ? `[${calls} ${calls === 1 ? "call" : "calls"}]` : `[${calls}+ calls]`;
}

/** A folded call as a row: `[+] Cart.total(…) = 61.2  52 µs  [48 calls]`. */
export function formatFolded(trace: Trace, fold: FoldedCall, layout: Layout): Segment[] {
  const { leave } = fold;
  const isThrown = leave?.kind === Kind.EXCEPTION;
  const row = ahead(trace, layout);
  row.push(
    { text: "[+] ", style: isThrown ? "exception" : "call" },
    nameOf(trace, isThrown ? "exception" : "function"),
  );
  row.push({ text: trace.args === null ? "()" : "(…)", style: "plain" });
  const [result] = parseArguments(leave?.args ?? null);
  if (result) {
    row.push({ text: isThrown ? " ! " : " = ", style: "name" });
    if (isThrown && !namesItsType(result.value, result.type)) {
      row.push({ text: `${visible(result.type)}: `, style: "type" });
    }
    row.push({ text: shown(result.value, layout.most ?? Infinity), style: isThrown ? "exception" : "value" });
  }
  const duration = leave?.duration ?? null;
  if (!leave) row.push({ text: "  not returned", style: "suspend" });
  else if (duration !== null) row.push({ text: `  ${formatDuration(duration)}`, style: "duration" });
  if (fold.calls > 0 || !fold.isCounted) row.push({ text: `  ${countText(fold)}`, style: "faint" });
  return row;
}
