import type { QueryResult, ResultValue } from "../store/mod.ts";
import { writeOutput } from "./output.ts";
import type { Write } from "./print.ts";
import { csvField } from "./record.ts";
import { visible } from "./visible.ts";
import { widthOf } from "./width.ts";

/** How the result of a query is printed. */
export type QueryFormat = "table" | "json" | "csv";

/** Rows that are written at a time. */
const CHUNK = 1000;

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function cell(value: ResultValue): string {
  if (value === null) return "";
  return value instanceof Uint8Array ? `x'${hex(value)}'` : String(value);
}

/** A value as JSON; bytes as their hexadecimal digits, whole numbers in full, however large. */
function json(value: ResultValue): string {
  if (typeof value === "bigint") return String(value);
  // What a terminal would obey is written as an escape, which means the same.
  const text = JSON.stringify(value instanceof Uint8Array ? hex(value) : value);
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (found) =>
      [...Array(found.length).keys()].map((i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""),
  );
}

function writeAll(rows: readonly ResultValue[][], line: (row: ResultValue[]) => string, write: Write): void {
  let text = "";
  let count = 0;
  for (const row of rows) {
    text += `${line(row)}\n`;
    if (++count % CHUNK > 0) continue;
    if (!write(text)) return;
    text = "";
  }
  if (text !== "") write(text);
}

/**
 * A table with columns as wide as what is in them.
 *
 * @param right which columns stand to the right, as numbers do.
 */
export function formatTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly boolean[],
): string {
  const names = columns.map(visible);
  const shown = rows.map((row) => row.map(visible));
  const widths = names.map((name, i) => shown.reduce((most, row) => Math.max(most, widthOf(row[i])), widthOf(name)));
  const line = (cells: readonly string[]): string =>
    cells.map((text, i) => {
      const blank = " ".repeat(widths[i] - widthOf(text));
      return right[i] ? blank + text : text + blank;
    }).join("  ").trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  let text = `${line(names)}\n${rule}\n`;
  for (const row of shown) text += `${line(row)}\n`;
  return text;
}

function writeTable({ columns, rows }: QueryResult, write: Write): void {
  const right = columns.map((_, i) => rows.some((row) => row[i] !== null) && rows.every((row) => isNumber(row[i])));
  write(formatTable(columns, rows.map((row) => row.map(cell)), right));
}

function isNumber(value: ResultValue): boolean {
  return value === null || typeof value === "number" || typeof value === "bigint";
}

/**
 * Prints the result of a query: as a table, as a JSON object a row, or as CSV.
 *
 * @param write defaults to standard output.
 */
export function printQuery(result: QueryResult, format: QueryFormat, write: Write = writeOutput): void {
  const { columns, rows } = result;
  if (format === "table") {
    writeTable(result, write);
  } else if (format === "csv") {
    if (write(`${columns.map(csvField).join(",")}\n`)) {
      writeAll(rows, (row) => row.map((value) => csvField(cell(value))).join(","), write);
    }
  } else {
    const keys = columns.map((name) => json(name));
    writeAll(rows, (row) => `{${row.map((value, i) => `${keys[i]}:${json(value)}`).join(",")}}`, write);
  }
}
