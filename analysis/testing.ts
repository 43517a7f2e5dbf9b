import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kind } from "../filter/kinds.ts";
import { createDatabase, openReader, openWriter, type StoreReader, type TraceRow } from "../store/mod.ts";

/** An argument of a trace: its name, its value as it is shown, its type. */
export type Triple = [name: string, value: string, type: string];

/** Makes traces as the dumper would. Each one comes 100 ns after the one before, unless `tick` says otherwise. */
export class Recorder {
  readonly rows: TraceRow[] = [];
  /** Names of the functions, in the order of their ids from 1. */
  readonly functions: string[] = [];
  thread = 1;
  now = 0;
  readonly #stacks: number[][] = [];

  /** Lets time pass, ns. */
  tick(ns: number): void {
    this.now += ns - 100;
  }

  /** A call begins; returns its id. */
  call(name: string, ...triples: Triple[]): number {
    const stack = this.#stacks[this.thread] ??= [];
    const parent = stack.at(-1);
    const depth = parent === undefined ? 0 : this.rows[parent - 1].depth + 1;
    const id = this.#add(Kind.CALL, { parent: parent ?? null, depth, function: this.#function(name) }, triples);
    this.rows[id - 1].call = id;
    stack.push(id);
    return id;
  }

  /** A call ends with a value. */
  end(call: number, value = "undefined", type = "undefined"): void {
    this.#leave(Kind.RETURN, call, ["return value", value, type]);
  }

  /** A call throws. */
  fail(call: number, value = "Error: no", type = "Error"): void {
    this.#leave(Kind.EXCEPTION, call, ["exception", value, type]);
  }

  /** A call waits, and leaves the stack. */
  wait(call: number): void {
    this.#off(call);
    this.#add(Kind.AWAIT, this.#of(call), []);
  }

  /** A call goes on. */
  resume(call: number): void {
    (this.#stacks[this.thread] ??= []).push(call);
    this.#add(Kind.RESUME, this.#of(call), []);
  }

  /** Something is told in its place. */
  log(name: string, ...triples: Triple[]): void {
    const call = this.#stacks[this.thread]?.at(-1) ?? null;
    const depth = call === null ? 0 : this.rows[call - 1].depth + 1;
    this.#add(Kind.LOG, { call, depth }, [["event", `"${name}"`, "string"], ...triples]);
  }

  /** Records are lost. */
  lost(count: number): void {
    this.#add(Kind.OVERFLOW, { lost: count }, []);
  }

  /** The stack is empty, without a word. */
  forget(): void {
    this.#stacks[this.thread] = [];
  }

  #leave(kind: number, call: number, triple: Triple): void {
    this.#off(call);
    const id = this.#add(kind, this.#of(call), [triple]);
    this.rows[id - 1].duration = this.rows[id - 1].at - this.rows[call - 1].at;
    this.rows[call - 1].leave = id;
  }

  #of(call: number): Partial<TraceRow> {
    return { call, depth: this.rows[call - 1].depth, function: this.rows[call - 1].function };
  }

  #off(call: number): void {
    const stack = this.#stacks[this.thread];
    const at = stack.lastIndexOf(call);
    if (at >= 0) stack.splice(at, 1);
  }

  #function(name: string): number {
    const at = this.functions.indexOf(name);
    return at >= 0 ? at + 1 : this.functions.push(name);
  }

  #add(kind: number, fields: Partial<TraceRow>, triples: readonly Triple[]): number {
    const id = this.rows.length + 1;
    this.now += 100;
    const args = triples.length === 0 ? null : `\x1e${triples.map((triple) => triple.join("\x1f")).join("\x1e")}\x1e`;
    this.rows.push({
      ...{ id, at: this.now, thread: this.thread, kind, function: null, call: null, parent: null, depth: 0 },
      ...{ leave: null, duration: null, args, data: null, lost: null },
      ...fields,
    });
    return id;
  }
}

/** Gives `body` a database with what `record` recorded, in threads 1 and 2 of process 1234 and thread 3 of another. */
export function withRecording<T>(
  record: (recorder: Recorder) => void,
  body: (reader: StoreReader, path: string) => T,
): T {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-analysis-"));
  try {
    const path = join(directory, "traces.sqlite");
    const recorder = new Recorder();
    record(recorder);
    const startedMs = Date.UTC(2026, 10, 23, 10, 7, 4);
    createDatabase(path, { command: "main.ts", cwd: "/home/ada/shop", startedMs, append: false });
    const writer = openWriter(path);
    const process = writer.addProcess({ pid: 1234, parentPid: 1, runtime: "node", command: "main.ts" });
    writer.addThread(process, 1, "main");
    writer.addThread(process, 2, "worker");
    writer.addThread(writer.addProcess({ pid: 99, parentPid: 1234, runtime: "bun", command: "b.ts" }), 1, "main");
    const rows = recorder.functions.map((name, i) => ({
      name,
      line: i + 1,
      column: 1,
      kind: "function",
      params: ["a"],
    }));
    writer.addFunctions("/home/ada/shop/src/cart.ts", rows);
    writer.transaction(() => writer.insert(recorder.rows));
    writer.close();
    const reader = openReader(path);
    try {
      return body(reader, path);
    } finally {
      reader.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
