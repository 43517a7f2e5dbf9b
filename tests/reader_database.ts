import { closeSync, ftruncateSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { createDatabase, openWriter, type TraceRow } from "../store/mod.ts";

/** 2026-11-23T10:07:04.000Z. */
const STARTED_MS = 1795428424000;

const BASE: TraceRow = {
  id: 0,
  at: 0,
  thread: 1,
  kind: 0,
  function: 1,
  call: null,
  parent: null,
  depth: 0,
  leave: null,
  duration: null,
  args: null,
  data: null,
  lost: null,
};

/** Makes a database without traces, with a thread 1234/1 and the functions 1 `Cart.total` and 2, which is hostile. */
export function makeDatabase(path: string): void {
  createDatabase(path, { command: "main.ts", cwd: "/home/ada/shop", startedMs: STARTED_MS, append: false });
  const writer = openWriter(path);
  const process = writer.addProcess({ pid: 1234, parentPid: 1, runtime: "node 24.21.0", command: "node main.ts" });
  writer.addThread(process, 1, "main");
  const fields = { line: 12, column: 1, kind: "method", params: [] };
  writer.addFunctions("/home/ada/shop/src/cart.ts", [{ name: "Cart.total", ...fields }]);
  writer.addFunctions("/home/ada/shop/\x1b[2J.ts", [{ name: "\x1b]0;owned\x07", ...fields }]);
  writer.close();
}

/** Adds rows; those that `rows` does not give are calls with the argument `n = number: <id>`. */
export function addTraces(path: string, count: number, rows: Partial<TraceRow>[] = []): void {
  const writer = openWriter(path);
  writer.transaction((first) => {
    const all = Array.from({ length: count }, (_, i) => {
      const id = first + i;
      return { ...BASE, at: id * 1000, call: id, args: `\x1en\x1f${id}\x1fnumber\x1e`, ...rows[i], id };
    });
    writer.insert(all);
  });
  writer.close();
}

/** Deletes the oldest traces. */
export function keepNewest(path: string, count: number): void {
  const writer = openWriter(path);
  writer.truncate(count);
  writer.close();
}

/** What can happen to the file while it is open; `replace` is what a new recording does. */
export function changeFile(path: string, what: "append" | "replace" | "remove" | "damage" | "truncate"): void {
  if (what === "append") {
    createDatabase(path, { command: "other.ts", cwd: "/home/ada/shop", startedMs: STARTED_MS + 5000, append: true });
  } else if (what === "replace") {
    for (const end of ["", "-wal", "-shm"]) renameSync(path + end, `${path}.1${end}`);
    makeDatabase(path);
  } else if (what === "remove") {
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  } else {
    const file = openSync(path, "r+");
    const { size } = statSync(path);
    if (what === "truncate") ftruncateSync(file, 4096);
    // The pages of the middle; the first ones hold the small tables.
    else writeSync(file, Buffer.alloc(size >> 2, 0xa5), 0, size >> 2, size >> 1);
    closeSync(file);
  }
}
