import { shownModule } from "../filter/module.ts";
import type { Trace } from "../store/mod.ts";
import type { Clock } from "./clock.ts";
import { formatDuration } from "./duration.ts";
import { callers, callOf, functionKey } from "./folds.ts";
import { Kind, KIND_NAMES } from "./kinds.ts";
import type { Segment, Style } from "./segment.ts";
import { callsWhere } from "./seek.ts";
import type { RowSource, Wanted } from "./source.ts";
import { readSource } from "./source_lines.ts";
import { argumentTrees, previewOf, type ValueNode } from "./value_tree.ts";
import { visible } from "./visible.ts";

/** The detail pane: what is shown of the current row in full. */
export interface Detail {
  /** The line of the pane at its top. */
  readonly top: number;
  /** The line of the pane that keys act on. */
  readonly line: number;
  /** Whether parts of it are unfolded, by their paths, where they are not as they are by default. */
  readonly open: ReadonlyMap<string, boolean>;
}

/** The pane when it opens. */
export const NEW_DETAIL: Detail = { top: 0, line: 0, open: new Map() };

/** A line of the pane. */
export interface DetailLine {
  segments: Segment[];
  /** Where it can be unfolded: by what it is known, and whether it is. */
  path?: string;
  isOpen?: boolean;
  /** The row that it speaks of. */
  row?: number;
}

/** What the pane needs to know beside the rows. */
export interface DetailContext {
  source: RowSource;
  /** The recorded values of a trace. */
  data(id: number): Uint8Array | null;
  clock: Clock;
  /** When the first recording began: milliseconds since 1970. */
  startedMs: number;
  /** Columns of the terminal. */
  columns: number;
}

/** Callers that are shown without being asked for. */
const NEAR_CALLERS = 8;
/** Lines of source around that of the function. */
const AROUND = 4;
/** Of longer values the beginning is shown in the line, the rest when it is unfolded. */
const MAX_TEXT = 2000;
/** Ids that are looked over for the same function's calls before and after. */
const NEARBY = 20_000;

const HEADINGS: Readonly<Record<number, string>> = {
  [Kind.RETURN]: "Returned",
  [Kind.EXCEPTION]: "Threw",
  [Kind.YIELD]: "Handed out",
  [Kind.LOG]: "Event",
};

/** Collects the lines. */
class Lines {
  readonly all: DetailLine[] = [];
  readonly #open: Detail["open"];
  readonly #columns: number;

  constructor(open: Detail["open"], columns: number) {
    this.#open = open;
    this.#columns = columns;
  }

  add(...pieces: [text: string, style?: Style][]): DetailLine {
    const line = { segments: pieces.map(([text, style = "plain"]) => ({ text, style })) };
    this.all.push(line);
    return line;
  }

  heading(text: string): void {
    if (this.all.length > 0) this.add([""]);
    this.add([text, "function"]);
  }

  isOpen(path: string, byDefault: boolean): boolean {
    return this.#open.get(path) ?? byDefault;
  }

  value(node: ValueNode, path: string, level: number): void {
    const indent = "  ".repeat(level);
    const room = this.#columns - 2 * level - node.name.length - 8;
    const isLong = node.long !== null && (node.long.length > Math.max(20, room) || /\n/.test(node.long));
    const isFoldable = node.size > 0 || isLong;
    const isOpen = isFoldable && this.isOpen(path, level === 0 && !isLong);
    const text = node.text.length > MAX_TEXT ? `${node.text.slice(0, MAX_TEXT)}…` : node.text;
    const preview = isOpen ? "" : previewOf(node, Math.max(20, room - text.length));
    const line = this.add(
      [`  ${indent}${isFoldable ? (isOpen ? "▾ " : "▸ ") : "  "}`, "faint"],
      [visible(node.name), "name"],
      [": ", "faint"],
      [visible(text), "value"],
      [preview === "" ? "" : `  ${visible(preview)}`, "faint"],
      [node.long !== null && isLong ? `  ${node.long.length} characters` : "", "faint"],
      [node.missing === "" ? "" : `  (${node.missing} not recorded)`, "faint"],
    );
    if (!isFoldable) return;
    line.path = path;
    line.isOpen = isOpen;
    if (!isOpen) return;
    if (node.long !== null) return this.text(node.long, level + 1);
    for (const [i, child] of node.children().entries()) this.value(child, `${path}/${i}`, level + 1);
  }

  /** A text as it is, its long lines broken. */
  text(text: string, level: number): void {
    const indent = " ".repeat(2 * level + 4);
    const width = Math.max(10, this.#columns - indent.length - 1);
    for (const line of text.split("\n")) {
      const shown = visible(line);
      for (let from = 0; from === 0 || from < shown.length; from += width) {
        this.add([indent + shown.slice(from, from + width), "value"]);
      }
    }
  }
}

function place(trace: Trace): string {
  return trace.module === null ? "" : `${shownModule(trace.module, trace.cwd)}:${trace.line ?? "?"}`;
}

function name(trace: Trace): string {
  return trace.func === null ? "?" : visible(trace.func);
}

/** What the heading of the pane says. */
export function detailTitle(trace: Trace, source: RowSource, clock: Clock): string {
  const call = callOf(trace, (id) => source.row(id));
  const leave = call?.leave ? source.row(call.leave) : undefined;
  const took = leave?.duration ?? null;
  return [
    `${KIND_NAMES[trace.kind] ?? "row"} ${trace.func === null ? "" : name(trace)}`.trim(),
    `row ${trace.id}`,
    `depth ${trace.depth}`,
    clock.local(trace.at),
    took === null ? (call && call.leave === null ? "not returned" : "") : formatDuration(took),
  ].filter((part) => part !== "").join("  ");
}

function addValues(lines: Lines, trace: Trace, title: string, context: DetailContext): void {
  const nodes = argumentTrees(trace, context.data(trace.id));
  if (nodes.length === 0) return;
  lines.heading(title);
  for (const [i, node] of nodes.entries()) lines.value(node, `${trace.id}/${i}`, 0);
}

function addCallers(lines: Lines, call: Trace, context: DetailContext): void {
  const chain = [...callers(call, (id) => context.source.row(id))];
  lines.heading("Called from");
  const last = chain.at(-1) ?? call;
  if (chain.length === 0) {
    lines.add([call.parent === null ? "    no other call" : "    a call that is not kept any more", "faint"]);
    return;
  }
  const isOpen = lines.isOpen("callers", false);
  for (const caller of isOpen ? chain : chain.slice(0, NEAR_CALLERS)) {
    const line = lines.add(["    "], [name(caller), "function"], [`  ${place(caller)}`, "module"], [
      `  row ${caller.id}`,
      "faint",
    ]);
    line.row = caller.id;
  }
  if (chain.length > NEAR_CALLERS) {
    const text = isOpen ? "  ▾ fewer" : `  ▸ ${chain.length - NEAR_CALLERS} more`;
    Object.assign(lines.add([text, "faint"]), { path: "callers", isOpen });
  }
  if (last.parent !== null) lines.add(["    before that: calls that are not kept any more", "faint"]);
}

function addSource(lines: Lines, trace: Trace, { startedMs }: DetailContext): void {
  if (trace.module === null || trace.line === null) return;
  const found = readSource(trace.module, trace.line, AROUND, startedMs + trace.at / 1e6);
  if (typeof found === "string") {
    lines.heading(`Source ${place(trace)}`);
    lines.add([`    ${found}`, "faint"]);
    return;
  }
  const { original } = found;
  const shown = original === null
    ? place(trace)
    : `${shownModule(original, trace.cwd)}:${found.line}, by its source map`;
  lines.heading(`Source ${shown}`);
  if (found.doubt !== null) lines.add([`    ${found.doubt}: lines may be others`, "exception"]);
  const width = String(found.first + found.lines.length).length;
  for (const [i, text] of found.lines.entries()) {
    const number = found.first + i;
    const isIt = number === found.line;
    lines.add(
      [isIt ? "  > " : "    ", isIt ? "exception" : "plain"],
      [`${String(number).padStart(width)} `, "faint"],
      [visible(text.slice(0, MAX_TEXT).replaceAll("\t", "    ")), isIt ? "function" : "plain"],
    );
  }
}

function addInvocations(lines: Lines, call: Trace, context: DetailContext): void {
  const { source } = context;
  const wanted = callsLike(call);
  const earlier = source.find(wanted, call.id, -1, NEARBY);
  const later = source.find(wanted, call.id + 1, 1, NEARBY);
  lines.heading(`Other calls of ${name(call)}`);
  for (const [key, what, { found, next }] of [["(", "earlier", earlier], [")", "later", later]] as const) {
    const other = found === undefined ? undefined : source.row(found);
    if (!other) {
      lines.add([
        `    ${key}  ${what}: ${next === undefined ? "none" : "none nearby, the key looks further"}`,
        "faint",
      ]);
      continue;
    }
    const ago = formatDuration(Math.abs(other.at - call.at));
    const line = lines.add([`    ${key}  ${what}: row ${other.id}, ${ago} ${what}`, "plain"]);
    line.row = other.id;
  }
}

/** Calls of the same function. */
export function callsLike(call: Trace): Wanted {
  const key = functionKey(call);
  const condition = {
    text: `function IN (SELECT functions.id FROM functions JOIN modules ON modules.id = functions.module
      WHERE modules.path IS ? AND functions.name IS ? AND functions.line IS ?)`,
    parameters: [call.module, call.func, call.line],
  };
  return callsWhere(condition, (trace) => functionKey(trace) === key);
}

/** All lines of the pane for a trace. */
export function detailLines(trace: Trace, open: Detail["open"], context: DetailContext): DetailLine[] {
  const lines = new Lines(open, context.columns);
  const row = (id: number): Trace | undefined => context.source.row(id);
  const call = callOf(trace, row);
  if (trace.kind === Kind.OVERFLOW) {
    lines.add([`${trace.lost ?? 0} traces were lost here: calls came faster than they could be stored.`]);
    lines.add(["Record fewer of them: tstrace run --exclude NAME, or give a larger --ring-size."]);
    return lines.all;
  }
  if (call) addValues(lines, call, "Arguments", context);
  else lines.add(["Its call is not kept any more.", "faint"]);
  const leave = call?.leave ? row(call.leave) : undefined;
  for (const other of trace.id === leave?.id ? [trace] : [trace, leave]) {
    if (!other || other.id === call?.id) continue;
    addValues(lines, other, HEADINGS[other.kind] ?? "Values", context);
  }
  if (call) addCallers(lines, call, context);
  addSource(lines, trace, context);
  if (call) addInvocations(lines, call, context);
  return lines.all;
}
