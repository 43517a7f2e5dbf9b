/**
 * The arguments of many rows as they are stored, to be searched as one long text: SQLite hands that over much faster
 * than many values.
 *
 * @module
 */
import type { StoreReader } from "../store/mod.ts";
import { Kind } from "./kinds.ts";

const ARGUMENTS =
  `SELECT count(*) AS count, group_concat(iif(kind = ${Kind.OVERFLOW}, '', coalesce(args, '')), char(10)) AS lines
  FROM traces WHERE id >= ? AND id < ?`;

/** Characters that are shown in another way than they are stored. */
// deno-lint-ignore no-control-regex
const ODD = /(?![\n\x1e\x1f\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
// deno-lint-ignore no-control-regex
const PLAIN = /^[\n\x1e\x1f\x20-\x7e]*$/;

/** The arguments of the rows from `from` to before `to`, a line each; undefined where they are shown in another way. */
export function storedArguments(reader: StoreReader, from: number, to: number): string | undefined {
  const [row] = reader.query(ARGUMENTS, [from, to]);
  const lines = typeof row.lines === "string" ? row.lines : "";
  return row.count !== to - from || (!PLAIN.test(lines) && ODD.test(lines)) ? undefined : lines;
}

/**
 * The rows in whose lines a global expression matches that matches no line ends; undefined where the lines are not
 * those of the rows from `from` to before `to`.
 */
export function rowsWith(expression: RegExp, lines: string, from: number, to: number): number[] | undefined {
  const found: number[] = [];
  let id = from;
  let end = lines.indexOf("\n");
  expression.lastIndex = 0;
  for (let match = expression.exec(lines); match !== null; match = expression.exec(lines)) {
    while (end >= 0 && end < match.index) {
      id++;
      end = lines.indexOf("\n", end + 1);
    }
    found.push(id);
    if (end < 0) break;
    expression.lastIndex = end;
  }
  for (; end >= 0; end = lines.indexOf("\n", end + 1)) id++;
  return id === to - 1 ? found : undefined;
}
