import type { DatabaseSync } from "node:sqlite";
import { TstraceError } from "../errors.ts";
import { openForReading, reason } from "./open.ts";
import type { Recording, StoreReader, Trace } from "./types.ts";

type Row = Record<string, unknown>;
interface ThreadInfo {
  pid: number;
  tid: number;
  cwd: string;
}
interface FunctionInfo {
  module: string | null;
  func: string | null;
  line: number | null;
}

/** SQLite columns hold any type, whatever they were declared as. */
function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function number(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value) || 0;
}

const COLUMNS = "id, at, thread, kind, function, call, parent, depth, leave, duration, args, lost";

/**
 * Opens a database of traces for reading, also while it is written. No transaction outlives a method, so
 * the writer's WAL is never held up.
 *
 * @throws {TstraceError} where there is none, or it is not a database of traces of this version.
 */
export function openReader(path: string): StoreReader {
  const db = openForReading(path);
  try {
    return new Reader(path, db);
  } catch (error) {
    db.close();
    throw new TstraceError(`cannot read ${path}: ${reason(error)}`, 1, { cause: error });
  }
}

class Reader implements StoreReader {
  readonly path: string;
  readonly startedMs: number;
  readonly #db: DatabaseSync;
  readonly #threads = new Map<unknown, ThreadInfo>();
  readonly #functions = new Map<unknown, FunctionInfo>();
  readonly #first;
  readonly #last;
  readonly #lost;
  readonly #from;
  readonly #before;
  readonly #data;
  readonly #thread;
  readonly #function;

  constructor(path: string, db: DatabaseSync) {
    this.path = path;
    this.#db = db;
    this.#first = db.prepare("SELECT min(id) AS id FROM traces");
    this.#last = db.prepare("SELECT max(id) AS id FROM traces");
    this.#lost = db.prepare("SELECT sum(lost) AS lost FROM recordings");
    this.#from = db.prepare(`SELECT ${COLUMNS} FROM traces WHERE id >= ? ORDER BY id LIMIT ?`);
    this.#before = db.prepare(`SELECT ${COLUMNS} FROM traces WHERE id < ? ORDER BY id DESC LIMIT ?`);
    this.#data = db.prepare("SELECT data FROM traces WHERE id = ?");
    this.#thread = db.prepare(
      `SELECT pid, tid, cwd FROM threads JOIN processes ON processes.id = process
       JOIN (SELECT id AS recording_id, cwd FROM recordings) ON recording_id = recording WHERE threads.id = ?`,
    );
    this.#function = db.prepare(
      `SELECT path AS module, name AS func, line FROM functions JOIN modules ON modules.id = module
       WHERE functions.id = ?`,
    );
    this.startedMs = this.recordings()[0]?.startedMs ?? 0;
  }

  recordings(): Recording[] {
    return this.#guard(() => this.#db.prepare("SELECT * FROM recordings ORDER BY id").all() as Row[]).map((row) => ({
      id: number(row.id) ?? 0,
      startedMs: number(row.started_ms) ?? 0,
      command: text(row.command) ?? "",
      cwd: text(row.cwd) ?? "",
      endedMs: number(row.ended_ms),
      status: text(row.status),
      lost: number(row.lost) ?? 0,
    }));
  }

  modules(limit: number): string[] {
    return this.#guard(() => this.#db.prepare("SELECT path FROM modules LIMIT ?").all(limit) as Row[])
      .map((row) => text(row.path) ?? "");
  }

  threads(limit: number): { pid: number; tid: number }[] {
    const statement = this.#db.prepare(
      "SELECT pid, tid FROM threads JOIN processes ON processes.id = process ORDER BY threads.id LIMIT ?",
    );
    return this.#guard(() => statement.all(limit) as Row[])
      .map((row) => ({ pid: number(row.pid) ?? 0, tid: number(row.tid) ?? 0 }));
  }

  first(): number {
    return this.#guard(() => number(this.#first.get()?.id) ?? 0);
  }

  last(): number {
    return this.#guard(() => number(this.#last.get()?.id) ?? 0);
  }

  /** Ids have no gaps, which saves the counting of millions of rows. */
  count(): number {
    const first = this.first();
    return first === 0 ? 0 : Math.max(0, this.last() - first + 1);
  }

  lost(): number {
    return this.#guard(() => number(this.#lost.get()?.lost) ?? 0);
  }

  from(id: number, n: number): Trace[] {
    return this.#guard(() => (this.#from.all(id, n) as Row[]).map((row) => this.#trace(row)));
  }

  before(id: number, n: number): Trace[] {
    return this.#guard(() => (this.#before.all(id, n) as Row[]).map((row) => this.#trace(row)).reverse());
  }

  data(id: number): Uint8Array | null {
    const value = this.#guard(() => this.#data.get(id)?.data);
    return value instanceof Uint8Array ? value : null;
  }

  close(): void {
    this.#db.close();
  }

  #trace(row: Row): Trace {
    const thread = this.#threads.get(row.thread) ?? this.#loadThread(row.thread);
    const called = this.#functions.get(row.function) ?? this.#loadFunction(row.function);
    return {
      id: row.id as number,
      at: number(row.at) ?? 0,
      kind: number(row.kind) ?? 0,
      call: number(row.call),
      parent: number(row.parent),
      depth: number(row.depth) ?? 0,
      leave: number(row.leave),
      duration: number(row.duration),
      args: text(row.args),
      lost: number(row.lost),
      pid: thread.pid,
      tid: thread.tid,
      module: called.module,
      func: called.func,
      line: called.line,
      cwd: thread.cwd,
    };
  }

  #loadThread(id: unknown): ThreadInfo {
    const row = this.#thread.get(number(id)) as Row | undefined;
    const info = { pid: number(row?.pid) ?? 0, tid: number(row?.tid) ?? 0, cwd: text(row?.cwd) ?? "" };
    if (row) this.#threads.set(id, info);
    return info;
  }

  #loadFunction(id: unknown): FunctionInfo {
    const row = this.#function.get(number(id)) as Row | undefined;
    const info = { module: text(row?.module), func: text(row?.func), line: number(row?.line) };
    if (row || id === null) this.#functions.set(id, info);
    return info;
  }

  #guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof TstraceError) throw error;
      throw new TstraceError(`cannot read ${this.path}: ${reason(error)}`, 1, { cause: error });
    }
  }
}
