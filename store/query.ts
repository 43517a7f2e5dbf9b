import { TstraceError } from "../errors.ts";
import { openForReading, reason } from "./open.ts";

/** A value of a result: whole numbers beyond 2^53 as bigint. */
export type ResultValue = string | number | bigint | Uint8Array | null;

/** What a query gives. */
export interface QueryResult {
  /** Names of the columns; there may be two of the same. */
  columns: string[];
  rows: readonly ResultValue[][];
}

const READS = /^(select|with|values|explain)\b/i;

/** Where the first statement ends, behind blanks and comments; what is in quotes and comments is passed over. */
const PIECE =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;|[^'"`[;/-]+|[\s\S]/g;

function withoutComments(piece: string): string {
  return piece.startsWith("--") || piece.startsWith("/*") ? " " : piece;
}

/** Throws unless the text is one statement that only reads. */
function check(text: string): void {
  const pieces = (text.match(PIECE) ?? []).map(withoutComments);
  const end = pieces.indexOf(";");
  if (end >= 0 && pieces.slice(end).some((piece) => piece.trim() !== "" && piece !== ";")) {
    throw new TstraceError("cannot run more than one statement: there is more behind the first ;", 2);
  }
  if (!READS.test(pieces.join("").trimStart())) {
    throw new TstraceError("cannot run this: only SELECT, WITH, VALUES and EXPLAIN are, the database is read-only", 2);
  }
}

/** A number as such where it is exact. */
function plain(value: unknown): ResultValue {
  if (typeof value !== "bigint") return value as ResultValue;
  return BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/**
 * Runs a query of the user's own on the database of traces, read-only, and hands the result to `use`.
 *
 * @throws {TstraceError} where there is no such database, or the query is wrong or not one that only reads.
 */
export function runQuery(path: string, text: string, use: (result: QueryResult) => void): void {
  check(text);
  const db = openForReading(path, true);
  try {
    const statement = db.prepare(text);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const columns = statement.columns().map(({ name }) => name);
    // All at once: where a row cannot be made, `iterate` of Deno ends without an error.
    const rows = statement.all() as unknown as unknown[][];
    use({ columns, rows: rows.map((row) => row.map(plain)) });
  } catch (error) {
    if (error instanceof TstraceError || !isSqlite(error)) throw error;
    throw new TstraceError(`cannot run the query: ${reason(error)}`, 2, { cause: error });
  } finally {
    db.close();
  }
}

function isSqlite(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "ERR_SQLITE_ERROR";
}
