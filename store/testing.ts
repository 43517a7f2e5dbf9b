import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase } from "./create.ts";
import type { FunctionRow, TraceRow } from "./types.ts";

/** 2026-11-23T10:07:04.000Z. */
export const STARTED_MS = 1795428424000;

/** Runs `body` with the path of a database in a new directory, which is removed afterwards. */
export function withPath(body: (path: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-store-"));
  try {
    body(join(directory, "traces.sqlite"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Begins a recording as `tstrace run` does. */
export function begin(path: string, append = false, startedMs = STARTED_MS): void {
  createDatabase(path, { command: "tstrace run main.ts", cwd: "/home/ada/shop", startedMs, append });
}

/** A row of `traces` with the fields that matter to a test. */
export function row(fields: Partial<TraceRow>): TraceRow {
  const { id = 1 } = fields;
  return {
    id,
    at: id * 1000,
    thread: 1,
    kind: 0,
    function: 1,
    call: id,
    parent: null,
    depth: 0,
    leave: null,
    duration: null,
    args: null,
    data: null,
    lost: null,
    ...fields,
  };
}

/** The column `args` of name, value, type triples. */
export function args(...triples: [name: string, value: string, type: string][]): string {
  return `\x1e${triples.map((triple) => triple.join("\x1f")).join("\x1e")}\x1e`;
}

/** A function of a module. */
export function named(name: string, line = 1): FunctionRow {
  return { name, line, column: 1, kind: "function", params: [] };
}
