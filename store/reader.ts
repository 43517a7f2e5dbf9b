import type { DatabaseSync, StatementSync } from "node:sqlite";
import { TstraceError } from "../errors.ts";
import { openForReading, reason } from "./open.ts";
import { isAlive } from "./alive.ts";
import type { Condition, Recording, SqlValue, StoreReader, Trace, Visit } from "./types.ts";

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
  isSync: boolean;
}

/** `functions.kind` of what can be suspended, and goes on while others run. */
const SUSPENDABLE = /generator|async|module/;

/** SQLite columns hold any type, whatever they were declared as. */
function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function number(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value) || 0;
}

const COLUMNS = "id, at, thread, kind, function, call, parent, depth, leave, duration, args, lost";

/** Statements of conditions that are kept; a filter needs two or three. */
const MAX_STATEMENTS = 16;

/**
 * Opens a database of traces for reading, also while it is written. No transaction outlives a method, so
 * the writer's WAL is never held up. `mapped` is for what reads once and is done.
 *
 * @throws {TstraceError} where there is none, or it is not a database of traces of this version.
 */
export function openReader(path: string, mapped = false): StoreReader {
  const db = openForReading(path, mapped);
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
  readonly #statements = new Map<string, StatementSync>();
  #defined = 0;
  /** The names under which SQL knows the functions of `visit`. */
  readonly #visitors = new Map<Visit, string>();
  /** What a function that SQL called has thrown. */
  #thrown: { error: unknown } | undefined;

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
      `SELECT path AS module, name AS func, line, kind FROM functions JOIN modules ON modules.id = module
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

  select(
    { text, parameters }: Condition,
    { from, to, limit, reverse }: { from: number; to: number; limit: number; reverse: boolean },
  ): Trace[] {
    const statement = `SELECT ${COLUMNS} FROM traces WHERE id >= ? AND id < ? AND ${text}
      ORDER BY id ${reverse ? "DESC" : "ASC"} LIMIT ?`;
    return this.query(statement, [from, to, ...parameters, limit]).map((row) => this.#trace(row));
  }

  countWhere({ text, parameters }: Condition, from: number, to: number): number {
    // A bound that excludes nothing is worth leaving out: it would be compared with every row.
    const isBounded = to <= this.last();
    const statement = `SELECT count(*) AS count FROM traces WHERE id >= ? ${isBounded ? "AND id < ?" : ""} AND ${text}`;
    return Number(this.query(statement, [from, ...(isBounded ? [to] : []), ...parameters])[0].count);
  }

  query(text: string, parameters: readonly SqlValue[]): Row[] {
    const rows = this.#guard(() => this.#statement(text).all(...parameters) as Row[]);
    if (this.#thrown === undefined) return rows;
    // It says nothing of the database: a full disk that is exported to, a pipe that nobody reads.
    const { error } = this.#thrown;
    this.#thrown = undefined;
    throw error;
  }

  define(body: (...parameters: SqlValue[]) => boolean | number): string {
    const name = `tstrace_${++this.#defined}`;
    // An error that goes through SQLite is lost in Node and Bun, and kills Deno.
    const guarded = (...parameters: unknown[]): number => {
      try {
        return this.#thrown === undefined ? Number(body(...parameters as SqlValue[])) : 0;
      } catch (error) {
        this.#thrown = { error };
        return 0;
      }
    };
    this.#guard(() => this.#db.function(name, { varargs: true, deterministic: true }, guarded));
    return name;
  }

  visit(columns: string, rest: string, parameters: readonly SqlValue[], body: Visit): number {
    // Fixed parameters: to gather them in an array would cost as much again as the call. Never thrown through SQLite.
    const visit = body as (...columns: unknown[]) => unknown;
    // deno-fmt-ignore
    const guarded = (
      a: unknown, b: unknown, c: unknown, d: unknown, e: unknown, f: unknown,
      g: unknown, h: unknown, i: unknown, j: unknown, k: unknown, l: unknown,
      m: unknown, n: unknown, o: unknown, p: unknown,
    ): number => {
      if (this.#thrown !== undefined) return 0;
      try {
        visit(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
      } catch (error) {
        this.#thrown = { error };
      }
      return 0;
    };
    let name = this.#visitors.get(body);
    if (name === undefined) {
      name = `tstrace_${++this.#defined}`;
      this.#guard(() => this.#db.function(name as string, { varargs: true }, guarded));
      this.#visitors.set(body, name);
    }
    return Number(this.query(`SELECT count(${name}(${columns})) AS count ${rest}`, parameters)[0].count);
  }

  isRecording(): boolean {
    const newest = this.query("SELECT pid, status FROM recordings ORDER BY id DESC LIMIT 1", [])[0];
    return newest !== undefined && newest.status === null && isAlive(Number(newest.pid));
  }

  close(): void {
    this.#db.close();
  }

  #statement(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const oldest = this.#statements.keys().next().value;
    if (oldest !== undefined && this.#statements.size >= MAX_STATEMENTS) this.#statements.delete(oldest);
    const statement = this.#db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
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
      thread: number(row.thread) ?? 0,
      pid: thread.pid,
      tid: thread.tid,
      isSync: called.isSync,
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
    const isSync = row !== undefined && !SUSPENDABLE.test(text(row.kind) ?? "");
    const info = { module: text(row?.module), func: text(row?.func), line: number(row?.line), isSync };
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
