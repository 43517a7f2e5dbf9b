/**
 * The texts of many rows at once, as fast as they can be had: what `formatRow` makes of them, without the styles.
 *
 * @module
 */
import type { StoreReader } from "../store/mod.ts";
import { parseArguments } from "./arguments.ts";
import { formatDuration } from "./duration.ts";
import { Kind } from "./kinds.ts";
import { formatRow, type Layout, namesItsType } from "./row.ts";
import { plainText } from "./segment.ts";
import { visible } from "./visible.ts";

/**
 * A row as one line: when, how long, what is the same for many rows, and the arguments. SQLite hands one long text
 * over much faster than many values.
 */
const LINES = `SELECT count(*) AS count, group_concat(at || ',' || coalesce(duration, '') || ',' || CASE
    WHEN function < 1 << 20 AND kind < 8 AND depth < 1 << 12 AND thread < 1 << 12
    THEN (((function << 3 | kind) << 12 | depth) << 12) | thread
    ELSE coalesce(function, '') || ' ' || kind || ' ' || depth || ' ' || thread END
  || coalesce(args, char(30)), char(10)) AS lines
  FROM traces WHERE id >= ? AND id < ?`;

/** Rows that are fetched at a time. */
const PIECE = 4096;
/** No control characters but those of the lines themselves. */
// deno-lint-ignore no-control-regex
const PLAIN = /^[\n\x1e\x1f\x20-\x7e]*$/;

/** More texts that are the same for many rows are not kept. */
const MAX_KEPT = 20_000;

/** What stands between the time and the arguments, and whether such rows must be laid out one by one. */
interface Frame {
  head: string;
  isOdd: boolean;
}

/** Gives the texts of rows. Keep it: it remembers what many rows have in common. */
export class RowTexts {
  readonly #reader: StoreReader;
  readonly #layout: Layout;
  readonly #frames = new Map<string, Frame>();

  constructor(reader: StoreReader, layout: Layout) {
    this.#reader = reader;
    this.#layout = layout;
  }

  /** Calls `use` with id and text of each row from `from` to before `to`, in order. */
  each(from: number, to: number, use: (id: number, text: string) => void): void {
    for (let start = from; start < to; start += PIECE) {
      const end = Math.min(to, start + PIECE);
      const [row] = this.#reader.query(LINES, [start, end]);
      const lines = typeof row.lines === "string" ? row.lines : "";
      // Ids have no gaps; a value with a line end in it, which only a forged database holds, is found by the number.
      const isWhole = row.count === end - start && countLines(lines) === end - start;
      if (isWhole) this.#read(lines, start, use);
      else this.#slowly(start, end, use);
    }
  }

  #slowly(from: number, to: number, use: (id: number, text: string) => void): void {
    for (const trace of this.#reader.from(from, to - from)) {
      if (trace.id < to) use(trace.id, plainText(formatRow(trace, this.#layout)));
    }
  }

  #read(lines: string, first: number, use: (id: number, text: string) => void): void {
    const isPlain = PLAIN.test(lines);
    const { clock } = this.#layout;
    let id = first;
    for (let start = 0; start <= lines.length; id++) {
      const next = lines.indexOf("\n", start);
      const end = next < 0 ? lines.length : next;
      const comma = lines.indexOf(",", start);
      const second = lines.indexOf(",", comma + 1);
      const args = lines.indexOf("\x1e", second);
      const isOdd = comma < 0 || second < 0 || args < 0 || args >= end;
      const frame = isOdd ? undefined : this.#frame(lines.slice(second + 1, args), id);
      if (frame === undefined || frame.isOdd) {
        const [trace] = this.#reader.from(id, 1);
        use(id, plainText(formatRow(trace, this.#layout)));
      } else {
        const time = clock.local(Number(lines.slice(start, comma)));
        const duration = comma + 1 === second ? "" : `  ${formatDuration(Number(lines.slice(comma + 1, second)))}`;
        const shown = argumentsText(lines, args, end);
        use(id, `${time}  ${frame.head}${isPlain ? shown : visible(shown)})${duration}`);
      }
      start = end + 1;
    }
  }

  #frame(key: string, id: number): Frame {
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    if (this.#frames.size >= MAX_KEPT) this.#frames.clear();
    const [trace] = this.#reader.from(id, 1);
    const isOdd = trace.kind === Kind.OVERFLOW || !/^\d+$|^\d* \d+ \d+ \d+$/.test(key);
    const text = plainText(formatRow({ ...trace, args: null, duration: null }, this.#layout));
    const frame = { head: text.slice(this.#layout.clock.local(trace.at).length + 2, -1), isOdd };
    this.#frames.set(key, frame);
    return frame;
  }
}

function countLines(lines: string): number {
  let count = 1;
  for (let at = lines.indexOf("\n"); at >= 0; at = lines.indexOf("\n", at + 1)) count++;
  return count;
}

/** The arguments of a line from `start` to before `end`, as a row shows them. */
function argumentsText(lines: string, start: number, end: number): string {
  let text = "";
  for (let at = start + 1; at < end;) {
    const nameEnd = lines.indexOf("\x1f", at);
    const valueEnd = lines.indexOf("\x1f", nameEnd + 1);
    const typeEnd = lines.indexOf("\x1e", valueEnd + 1);
    // Whatever is not whole is taken apart with more care.
    if (nameEnd < 0 || valueEnd < 0 || typeEnd < 0 || typeEnd >= end) return carefully(lines.slice(start, end));
    const value = lines.slice(nameEnd + 1, valueEnd);
    const type = lines.slice(valueEnd + 1, typeEnd);
    if (at > start + 1) text += ", ";
    text += type === "" || namesItsType(value, type)
      ? `${lines.slice(at, nameEnd)} = ${value}`
      : `${lines.slice(at, nameEnd)} = ${type}: ${value}`;
    at = typeEnd + 1;
  }
  return text;
}

function carefully(args: string): string {
  return parseArguments(args).map(({ name, value, type }) => {
    const shown = type === "" || namesItsType(value, type) ? "" : `${visible(type)}: `;
    return `${visible(name)} = ${shown}${visible(value)}`;
  }).join(", ");
}
