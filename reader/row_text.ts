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
const LINES = `SELECT count(*) AS count, group_concat(at || ',' || coalesce(duration, '') || ',' ||
  coalesce(function, '') || ' ' || kind || ' ' || depth || ' ' || thread || coalesce(args, char(30)), char(10)) AS lines
  FROM traces WHERE id >= ? AND id < ?`;

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
    const [row] = this.#reader.query(LINES, [from, to]);
    const lines = typeof row.lines === "string" ? row.lines : "";
    // Ids have no gaps; a value with a line end in it, which only a forged database holds, is found out by the number.
    if (row.count !== to - from || !this.#read(lines, from, to - from, use)) this.#slowly(from, to, use);
  }

  #slowly(from: number, to: number, use: (id: number, text: string) => void): void {
    for (const trace of this.#reader.from(from, to - from)) {
      if (trace.id < to) use(trace.id, plainText(formatRow(trace, this.#layout)));
    }
  }

  #read(lines: string, first: number, count: number, use: (id: number, text: string) => void): boolean {
    const texts: string[] = [];
    for (let start = 0; start <= lines.length && texts.length < count;) {
      const next = lines.indexOf("\n", start);
      const end = next < 0 ? lines.length : next;
      const comma = lines.indexOf(",", start);
      const second = lines.indexOf(",", comma + 1);
      const args = lines.indexOf("\x1e", second);
      if (comma < 0 || second < 0 || args < 0 || args >= end) return false;
      const frame = this.#frame(lines.slice(second + 1, args), first + texts.length);
      if (frame.isOdd) {
        const [trace] = this.#reader.from(first + texts.length, 1);
        texts.push(plainText(formatRow(trace, this.#layout)));
      } else {
        const at = Number(lines.slice(start, comma));
        const duration = comma + 1 === second ? "" : `  ${formatDuration(Number(lines.slice(comma + 1, second)))}`;
        texts.push(
          `${this.#layout.clock.local(at)}  ${frame.head}${argumentsText(lines, args, end)})${duration}`,
        );
      }
      start = end + 1;
    }
    if (texts.length !== count) return false;
    for (let i = 0; i < count; i++) use(first + i, texts[i]);
    return true;
  }

  #frame(key: string, id: number): Frame {
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    if (this.#frames.size >= MAX_KEPT) this.#frames.clear();
    const [trace] = this.#reader.from(id, 1);
    const isOdd = trace.kind === Kind.OVERFLOW || !/^\d* \d+ \d+ \d+$/.test(key);
    const text = plainText(formatRow({ ...trace, args: null, duration: null }, this.#layout));
    const frame = { head: text.slice(this.#layout.clock.local(trace.at).length + 2, -1), isOdd };
    this.#frames.set(key, frame);
    return frame;
  }
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
  return visible(text);
}

function carefully(args: string): string {
  return parseArguments(args).map(({ name, value, type }) => {
    const shown = type === "" || namesItsType(value, type) ? "" : `${visible(type)}: `;
    return `${visible(name)} = ${shown}${visible(value)}`;
  }).join(", ");
}
