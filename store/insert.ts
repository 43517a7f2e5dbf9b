import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { TraceRow } from "./types.ts";

/** Inserts rows, as many as there are. */
export type Insert = (rows: readonly TraceRow[]) => void;

/** Rows that one statement inserts. More gain nothing (measured with 256 in Bun and Deno), fewer cost. */
const BATCH = 64;

const SHORT = "id, at, thread, kind, function, call, parent, depth, leave, duration, args";
const LONG = `${SHORT}, data, lost`;

function prepare(db: DatabaseSync, columns: string, rows: number): StatementSync {
  const one = `(${columns.replace(/\w+/g, "?")})`;
  return db.prepare(`INSERT INTO traces (${columns}) VALUES ${Array(rows).fill(one).join(", ")}`);
}

/**
 * Prepares the inserting of traces. `data` and `lost` are null in nearly all of them, and binding a
 * parameter is a good part of an insert's cost: batches without both take a statement without them.
 */
export function prepareInsert(db: DatabaseSync): Insert {
  const short = { many: prepare(db, SHORT, BATCH), one: prepare(db, SHORT, 1) };
  const long = { many: prepare(db, LONG, BATCH), one: prepare(db, LONG, 1) };
  const parameters: Record<"short" | "long", SQLInputValue[]> = { short: [], long: [] };

  function insertRange(rows: readonly TraceRow[], start: number, end: number): void {
    let isLong = false;
    for (let i = start; i < end && !isLong; i++) isLong = rows[i].data !== null || rows[i].lost !== null;
    const values = isLong ? parameters.long : parameters.short;
    let at = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i];
      values[at++] = row.id;
      values[at++] = row.at;
      values[at++] = row.thread;
      values[at++] = row.kind;
      values[at++] = row.function;
      values[at++] = row.call;
      values[at++] = row.parent;
      values[at++] = row.depth;
      values[at++] = row.leave;
      values[at++] = row.duration;
      values[at++] = row.args;
      if (isLong) {
        values[at++] = row.data;
        values[at++] = row.lost;
      }
    }
    values.length = at;
    const statements = isLong ? long : short;
    (end - start === BATCH ? statements.many : statements.one).run(...values);
  }

  return (rows) => {
    const whole = rows.length - rows.length % BATCH;
    for (let i = 0; i < whole; i += BATCH) insertRange(rows, i, i + BATCH);
    for (let i = whole; i < rows.length; i++) insertRange(rows, i, i + 1);
  };
}
