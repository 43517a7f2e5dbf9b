import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, openReader, openWriter, type StoreReader, type TraceRow } from "../store/mod.ts";

/** 10:07:04 on 23 November 2026, in whatever time zone the tests run. */
export const STARTED_MS = new Date(2026, 10, 23, 10, 7, 4).getTime();

/** A trace with what matters to a test. */
export type TestTrace = Partial<TraceRow> & { triples?: [name: string, value: string, type: string][] };

/** The functions of every test database, ids from 1. */
export const FUNCTIONS = ["fib", "foo", "Cart.total", "get_user"];

/** Fills in a row of `traces`. */
function toRow({ triples, ...fields }: TestTrace, id: number): TraceRow {
  const args = triples === undefined ? null : `\x1e${triples.map((triple) => triple.join("\x1f")).join("\x1e")}\x1e`;
  return {
    at: id * 1_000_000,
    thread: 1,
    kind: 0,
    function: 1,
    call: id,
    parent: null,
    depth: 0,
    leave: null,
    duration: null,
    args,
    data: null,
    lost: null,
    ...fields,
    id,
  };
}

/** Gives `body` a database with these traces, ids from 1. */
export function withTraces(traces: readonly TestTrace[], body: (reader: StoreReader, path: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-filter-"));
  try {
    const path = join(directory, "traces.sqlite");
    createDatabase(path, { command: "main.ts", cwd: "/home/ada/shop", startedMs: STARTED_MS, append: false });
    const writer = openWriter(path);
    writer.addThread(writer.addProcess({ pid: 1234, parentPid: 1, runtime: "node", command: "main.ts" }), 1, "main");
    const named = FUNCTIONS.map((name) => ({ name, line: 1, column: 1, kind: "function", params: ["items", "rate"] }));
    writer.addFunctions("/home/ada/shop/src/cart.ts", named);
    writer.transaction((first) => writer.insert(traces.map((trace, i) => toRow(trace, first + i))));
    writer.close();
    const reader = openReader(path);
    try {
      body(reader, path);
    } finally {
      reader.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
