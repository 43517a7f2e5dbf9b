import type { Filter } from "../filter/mod.ts";
import type { StoreReader, Trace } from "../store/mod.ts";
import { createClock } from "./clock.ts";
import { createLayout } from "./layout.ts";
import { writeOutput } from "./output.ts";
import { COLOURS, paint } from "./paint.ts";
import { cellText, COLUMN_NAMES, type ColumnName, csvField, readColumn } from "./record.ts";
import { formatRow } from "./row.ts";
import { plainText } from "./segment.ts";
import { useColour } from "./terminal.ts";

/** Takes a piece of output; false when nobody reads any more, which ends the printing quietly. */
export type Write = (text: string) => boolean;

/** What to print. */
export interface PrintOptions {
  /** Only traces that fit. */
  filter?: Filter;
  /** At most so many traces; all where it is absent. */
  limit?: number;
  /** The newest first, instead of the oldest. */
  reverse?: boolean;
  /** Go on with the traces that come, until the recording has ended. */
  follow?: boolean;
  /** Only these columns, in this order. */
  columns?: readonly ColumnName[];
  /** Colour the text lines. Default: `useColour()`. */
  colour?: boolean;
}

/** What printing needs of a database. */
export type PrintSource = Pick<
  StoreReader,
  "startedMs" | "recordings" | "modules" | "threads" | "from" | "before" | "last" | "isRecording"
>;

/** Rows fetched and written at a time. */
const CHUNK = 2000;

/** How long to wait for more traces, ms. */
const POLL_MS = 20;

const pause = new Int32Array(new SharedArrayBuffer(4));

function* allChunks(reader: PrintSource, from: number, limit: number, reverse: boolean): Generator<Trace[]> {
  let left = limit;
  let next = reverse ? Number.MAX_SAFE_INTEGER : from;
  while (left > 0) {
    const count = Math.min(CHUNK, left);
    const traces = reverse ? reader.before(next, count).reverse() : reader.from(next, count);
    if (traces.length === 0) return;
    left -= traces.length;
    next = traces[traces.length - 1].id + (reverse ? 0 : 1);
    yield traces;
  }
}

function* chunks(reader: PrintSource, options: PrintOptions): Generator<Trace[]> {
  const { filter, reverse = false, follow = false } = options;
  let left = options.limit ?? Infinity;
  let from = 0;
  for (;;) {
    // In this order, so that nothing is missed of what was stored last.
    const more = follow && reader.isRecording();
    const last = follow ? reader.last() : 0;
    const found = filter
      ? filter.chunks({ from: reverse ? undefined : from, limit: left, reverse })
      : allChunks(reader, from, left, reverse);
    for (const traces of found) {
      left -= traces.length;
      from = Math.max(from, traces[traces.length - 1].id + 1);
      yield traces;
    }
    if (!more || left <= 0) return;
    from = Math.max(from, last + 1);
    Atomics.wait(pause, 0, 0, POLL_MS);
  }
}

/** @returns how many traces were printed. */
function printLines(
  reader: PrintSource,
  options: PrintOptions,
  line: (trace: Trace) => string,
  write: Write,
): number {
  let printed = 0;
  for (const traces of chunks(reader, options)) {
    let text = "";
    for (const trace of traces) text += `${line(trace)}\n`;
    printed += traces.length;
    if (!write(text)) break;
  }
  return printed;
}

/**
 * Prints a line of text a trace, in the format of the pager's rows but uncut. With `columns`, these with a tab
 * between them.
 *
 * @param write defaults to standard output.
 * @returns how many traces were printed.
 * @throws {TstraceError} where the database is damaged.
 */
export function printText(reader: PrintSource, options: PrintOptions = {}, write: Write = writeOutput): number {
  if (options.columns !== undefined) {
    const clock = createClock(reader.startedMs);
    const cells = options.columns.map((name) =>
      name === "time" ? (trace: Trace) => clock.local(trace.at) : readColumn(name, clock)
    );
    return printLines(reader, options, (trace) => cells.map((cell) => cellText(cell(trace))).join("\t"), write);
  }
  const layout = createLayout(reader, Infinity);
  const colour = options.colour ?? useColour();
  return printLines(reader, options, (trace) => {
    const row = formatRow(trace, layout);
    return colour ? paint(row, COLOURS) : plainText(row);
  }, write);
}

/**
 * Prints a JSON object a trace, one a line.
 *
 * @param write defaults to standard output.
 * @returns how many traces were printed.
 * @throws {TstraceError} where the database is damaged.
 */
export function printJson(reader: PrintSource, options: PrintOptions = {}, write: Write = writeOutput): number {
  const clock = createClock(reader.startedMs);
  const columns = (options.columns ?? COLUMN_NAMES).map((name) => [name, readColumn(name, clock)] as const);
  return printLines(
    reader,
    options,
    (trace) => JSON.stringify(Object.fromEntries(columns.map(([name, read]) => [name, read(trace)]))),
    write,
  );
}

/**
 * Prints the traces as CSV (RFC 4180, lines that end in LF), the names of the columns first.
 *
 * @param write defaults to standard output.
 * @returns how many traces were printed.
 * @throws {TstraceError} where the database is damaged.
 */
export function printCsv(reader: PrintSource, options: PrintOptions = {}, write: Write = writeOutput): number {
  const clock = createClock(reader.startedMs);
  const names = options.columns ?? COLUMN_NAMES;
  const columns = names.map((name) => readColumn(name, clock));
  if (!write(`${names.join(",")}\n`)) return 0;
  const line = (trace: Trace): string => columns.map((read) => csvField(cellText(read(trace)))).join(",");
  return printLines(reader, options, line, write);
}
