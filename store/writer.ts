import type { DatabaseSync } from "node:sqlite";
import { TstraceError } from "../errors.ts";
import { openForWriting, reason } from "./open.ts";
import { type Insert, prepareInsert } from "./insert.ts";
import { prepareHold } from "./held.ts";
import { prepareAdd, type Statistics } from "./statistics.ts";
import { Truncation } from "./truncate.ts";
import type { FunctionRow, HeldRow, ProcessRow, RingState, StoreWriter, TraceRow } from "./types.ts";

/** How long (ms) a writer waits for another one. Longer, and its ring would overflow: it tries again later. */
const BUSY_TIMEOUT = 100;
/** About how many bytes a row takes beside its text. */
const ROW_BYTES = 40;

/**
 * Opens a database that `createDatabase` made, to add to a recording, or else to its newest. It may have `maxBytes`
 * with all that belongs to it; 0: as many as it needs.
 *
 * @throws {TstraceError} where there is none, or it is not a database of traces of this version.
 */
export function openWriter(path: string, recording?: number, maxBytes = 0): StoreWriter {
  const db = openForWriting(path, BUSY_TIMEOUT);
  try {
    return new Writer(path, db, recording, maxBytes);
  } catch (error) {
    db.close();
    throw new TstraceError(`cannot write traces to ${path}: ${reason(error)}`, 1, { cause: error });
  }
}

class Writer implements StoreWriter {
  readonly startedMs: number;
  readonly startedNs: number;
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #recording: number;
  readonly #insert: Insert;
  readonly #addStatistics: (rows: Statistics) => void;
  readonly #hold: ReturnType<typeof prepareHold>;
  readonly #setLeave;
  readonly #readNext;
  readonly #writeNext;
  readonly #addLost;
  readonly #leaveOut;
  readonly #truncation: Truncation;
  readonly #saveRing;
  readonly #begin;
  readonly #commit;
  /** The id of the next trace; 0 outside a transaction. */
  #next = 0;
  #lost = 0;
  /** About how many bytes were inserted since the transaction began. */
  #inserted = 0;

  constructor(path: string, db: DatabaseSync, recording: number | undefined, maxBytes: number) {
    this.#path = path;
    this.#db = db;
    this.#recording = recording ?? (db.prepare("SELECT max(id) AS id FROM recordings").get() as { id: number }).id;
    const { first, begun, clock } = db.prepare(
      `SELECT (SELECT started_ms FROM recordings ORDER BY id LIMIT 1) AS first, started_ms AS begun, monotonic_ns AS clock
       FROM recordings WHERE id = ?`,
    ).get(this.#recording) as { first: number; begun: number; clock: number };
    this.startedMs = first;
    this.startedNs = clock > 0 ? clock - Math.round((begun - first) * 1e6) : NaN;
    this.#insert = prepareInsert(db);
    this.#addStatistics = prepareAdd(db);
    this.#hold = prepareHold(db);
    this.#setLeave = db.prepare("UPDATE traces SET leave = ? WHERE id = ?");
    this.#readNext = db.prepare("SELECT next FROM sequence");
    this.#writeNext = db.prepare("UPDATE sequence SET next = ?");
    this.#addLost = db.prepare("UPDATE recordings SET lost = lost + ? WHERE id = ?");
    this.#leaveOut = db.prepare("UPDATE recordings SET left_out = left_out + ? WHERE id = ?");
    this.#truncation = new Truncation(db, maxBytes);
    this.#saveRing = db.prepare("INSERT OR REPLACE INTO rings VALUES (?, ?, ?, ?, ?, ifnull(?, x''))");
    this.#begin = db.prepare("BEGIN IMMEDIATE");
    this.#commit = db.prepare("COMMIT");
  }

  addProcess(row: ProcessRow): number {
    const values = [this.#recording, row.pid, row.parentPid, row.runtime];
    return this.#inTransaction(() => {
      // Each thread of it may have a writer of its own, and a command line.
      const known = this.#db.prepare(
        "SELECT id FROM processes WHERE recording = ? AND pid = ? AND parent_pid = ? AND runtime = ?",
      ).get(...values) as { id: number } | undefined;
      if (known) return known.id;
      const { lastInsertRowid } = this.#db.prepare(
        "INSERT INTO processes (recording, pid, parent_pid, runtime, command, transport, record_ns) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ).run(...values, row.command, row.transport ?? null, row.recordNs ?? null);
      return Number(lastInsertRowid);
    });
  }

  addThread(process: number, tid: number, name: string): number {
    return this.#inTransaction(() => {
      const statement = this.#db.prepare("INSERT INTO threads (process, tid, name) VALUES (?, ?, ?)");
      return Number(statement.run(process, tid, name).lastInsertRowid);
    });
  }

  noteShallow(thread: number, records: number, detail: number): void {
    this.#db.prepare("UPDATE threads SET shallow = ?, detail = ? WHERE id = ?").run(records, detail, thread);
  }

  addFunctions(module: string, functions: readonly FunctionRow[]): number[] {
    return this.#inTransaction(() => {
      this.#db.prepare("INSERT OR IGNORE INTO modules (path) VALUES (?)").run(module);
      const { id } = this.#db.prepare("SELECT id FROM modules WHERE path = ?").get(module) as { id: number };
      const insert = this.#db.prepare(
        `INSERT INTO functions (module, name, line, col, kind, params) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET kind = excluded.kind, params = excluded.params RETURNING id`,
      );
      return functions.map((row) =>
        (insert.get(id, row.name, row.line, row.column, row.kind, JSON.stringify(row.params)) as { id: number }).id
      );
    });
  }

  transaction<T>(body: (nextId: number) => T): T {
    return this.#inTransaction(() => body(this.#next));
  }

  insert(rows: readonly TraceRow[]): void {
    if (rows.length === 0) return;
    const first = rows[0].id;
    if (first !== this.#next || rows[rows.length - 1].id !== first + rows.length - 1) {
      throw new Error(`traces must follow one another from id ${this.#next}, got ${first}`);
    }
    this.#insert(rows);
    this.#next = first + rows.length;
    for (const row of rows) {
      if (row.lost !== null) this.#lost += row.lost;
      this.#inserted += ROW_BYTES + (row.args?.length ?? 0) + (row.data?.length ?? 0);
    }
  }

  holdBack(process: number, rows: readonly HeldRow[]): void {
    this.#addStatistics({ counters: this.#hold(process, rows), durations: [] });
  }

  addStatistics(rows: Statistics): void {
    this.#addStatistics(rows);
  }

  leaveOut(count: number): void {
    this.#leaveOut.run(count, this.#recording);
  }

  setLeave(callRow: number, leaveRow: number): void {
    this.#setLeave.run(leaveRow, callRow);
  }

  get isCrowded(): boolean {
    return this.#inserted > this.#truncation.transactionBytes;
  }

  truncate(maxTraces: number): void {
    this.#inTransaction(() => this.#truncation.run(this.#next, maxTraces));
  }

  saveRing(name: string, { thread, process, records, open }: RingState): void {
    this.#saveRing.run(this.#recording, name, thread, process, records, open);
  }

  ring(name: string): RingState | undefined {
    return this.#db.prepare("SELECT thread, process, records, open FROM rings WHERE recording = ? AND name = ?")
      .get(this.#recording, name) as unknown as RingState | undefined;
  }

  close(): void {
    this.#db.close();
  }

  /** Runs `body` in the transaction that is open, or else in one of its own. */
  #inTransaction<T>(body: () => T): T {
    if (this.#next > 0) return body();
    this.#guard(() => this.#begin.run());
    try {
      const before = (this.#readNext.get() as { next: number }).next;
      this.#next = before;
      this.#lost = 0;
      this.#inserted = 0;
      const result = body();
      if (this.#next !== before) this.#writeNext.run(this.#next);
      if (this.#lost > 0) this.#addLost.run(this.#lost, this.#recording);
      this.#guard(() => this.#commit.run());
      return result;
    } catch (error) {
      this.#rollback();
      throw error;
    } finally {
      this.#next = 0;
    }
  }

  #rollback(): void {
    try {
      this.#db.exec("ROLLBACK");
    } catch {
      // SQLite rolls back by itself when the disk is full; what matters is the error that led here.
    }
  }

  #guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw new TstraceError(`cannot write traces to ${this.#path}: ${reason(error)}`, 1, { cause: error });
    }
  }
}
