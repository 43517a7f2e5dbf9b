import type { StoreReader, Trace } from "../store/mod.ts";
import { parseArguments } from "./arguments.ts";
import { createClock } from "./clock.ts";
import { Kind, KIND_NAMES } from "./kinds.ts";
import { createLayout } from "./layout.ts";
import { writeOutput } from "./output.ts";
import { COLOURS, paint } from "./paint.ts";
import { formatRow, shownModule } from "./row.ts";
import { plainText } from "./segment.ts";
import { useColour } from "./terminal.ts";
import { visible } from "./visible.ts";

/** Takes a piece of output; false when nobody reads any more, which ends the printing quietly. */
export type Write = (text: string) => boolean;

/** What to print. */
export interface PrintOptions {
  /** At most so many traces, the oldest first; all where it is absent. */
  limit?: number;
  /** Colour the text lines. Default: `useColour()`. */
  colour?: boolean;
}

/** Rows fetched and written at a time. */
const CHUNK = 2000;

function printLines(reader: StoreReader, limit: number, line: (trace: Trace) => string, write: Write): void {
  let left = limit;
  let next = 0;
  while (left > 0) {
    const traces = reader.from(next, Math.min(CHUNK, left));
    if (traces.length === 0) return;
    let text = "";
    for (const trace of traces) text += `${line(trace)}\n`;
    if (!write(text)) return;
    left -= traces.length;
    next = traces[traces.length - 1].id + 1;
  }
}

/**
 * Prints a line of text a trace, in the format of the pager's rows but uncut.
 *
 * @param write defaults to standard output.
 * @throws {TstraceError} where the database is damaged.
 */
export function printText(reader: StoreReader, options: PrintOptions = {}, write: Write = writeOutput): void {
  const layout = createLayout(reader, Infinity);
  const colour = options.colour ?? useColour();
  printLines(reader, options.limit ?? Infinity, (trace) => {
    const row = formatRow(trace, layout);
    return colour ? paint(row, COLOURS) : plainText(row);
  }, write);
}

/**
 * Prints a JSON object a trace, one a line.
 *
 * @param write defaults to standard output.
 * @throws {TstraceError} where the database is damaged.
 */
export function printJson(reader: StoreReader, options: PrintOptions = {}, write: Write = writeOutput): void {
  const clock = createClock(reader.startedMs);
  printLines(reader, options.limit ?? Infinity, (trace) =>
    JSON.stringify({
      id: trace.id,
      kind: KIND_NAMES[trace.kind] ?? `kind ${trace.kind}`,
      time: clock.iso(trace.at),
      at: trace.at,
      pid: trace.pid,
      tid: trace.tid,
      depth: trace.depth,
      module: trace.module === null ? null : shownModule(trace.module, trace.cwd),
      func: trace.func === null ? null : visible(trace.func),
      line: trace.line,
      call: trace.call,
      parent: trace.parent,
      args: parseArguments(trace.args).map(({ name, type, value }) => ({
        name: visible(name),
        type: visible(type),
        value: visible(value),
      })),
      ...(trace.duration === null ? {} : { duration: trace.duration }),
      ...(trace.kind === Kind.OVERFLOW ? { lost: trace.lost ?? 0 } : {}),
    }), write);
}
