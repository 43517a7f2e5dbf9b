/** A dumper with a store in memory, for its tests. */
import assert from "node:assert/strict";
import { Kind } from "../proto/trace_pb.ts";
import { attachRing } from "../ring/mod.ts";
import type { TraceRow } from "../store/mod.ts";
import { Dumper } from "./dumper.ts";
import { FakeStore } from "./fake_store.ts";
import { Source, TracedProcess } from "./source.ts";
import type { TestWriter } from "./test_writer.ts";

/** Names of kinds of rows, by number. */
export const KINDS: readonly string[] = Object.keys(Kind);
export const PROCESS = { pid: 1, parentPid: 2, runtime: "test 1", command: "test" };

function functionInfo(name: string, params: string[]) {
  return { name, line: 1, column: 1, kind: "function", params };
}

/** A dumper of these threads, and what it stored. */
export function setUp(
  writers: TestWriter[],
  maxTraces = 0,
  startedMs = 0,
  spill?: string,
): { dumper: Dumper; store: FakeStore } {
  const store = new FakeStore(startedMs);
  let time = 0;
  const source = new Source("", new TracedProcess(PROCESS));
  const dumper = new Dumper(store, { maxTraces, spill, takeMessages: () => {}, now: () => time += 10 });
  writers.forEach((writer, i) => {
    const reader = attachRing(writer.buffer);
    assert.ok(reader);
    dumper.addRing(reader, `thread ${i}`, source);
  });
  source.functions.add({ path: "/a.ts", firstFunction: 0, functions: [functionInfo("f", ["a", "b"])] });
  source.functions.add({ path: "/b.ts", firstFunction: 1, functions: [functionInfo("g", []), functionInfo("h", [])] });
  return { dumper, store };
}

/** Takes and stores all. */
export function dump(dumper: Dumper): void {
  // Twice: what is not published is taken at the second look.
  dumper.drain();
  dumper.drain();
  dumper.store(1e9);
}

/** What matters of rows: id, kind, call, parent, depth, leave, duration. */
export function brief(rows: TraceRow[]): (string | number | null)[][] {
  return rows.map((row) => [row.id, KINDS[row.kind], row.call, row.parent, row.depth, row.leave, row.duration]);
}
