/**
 * How many rows a second come from a ring into the database: calls with two arguments and their returns. Prints a line
 * of JSON; `bench/mod.ts` runs it in each runtime.
 *
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dumper } from "../../dumper/dumper.ts";
import { Source, TracedProcess } from "../../dumper/source.ts";
import { attachRing } from "../../ring/mod.ts";
import { createDatabase, openWriter } from "../../store/mod.ts";
import { best, startRing } from "./measure.ts";
import { probes } from "../../tracer/probes.ts";

const CALLS = 4000;
const { e2, r } = probes as {
  e2(fn: number, a: unknown, b: unknown): number;
  r(s: number, value: unknown): unknown;
};

const directory = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
try {
  const database = join(directory, "traces.sqlite");
  createDatabase(database, { command: "bench", cwd: directory, startedMs: Date.now(), monotonicNs: 0, append: false });
  const store = openWriter(database);
  const dumper = new Dumper(store, { maxTraces: 0, takeMessages: () => {}, now: () => performance.now() });
  const process = new TracedProcess({ pid: 1, parentPid: 0, runtime: "bench", command: "bench" });
  const source = new Source("bench", process);
  source.functions.add({
    path: "/bench.ts",
    firstFunction: 0,
    functions: [{ name: "f", line: 1, column: 1, kind: "function", params: ["a", "b"] }],
  });
  dumper.addRing(attachRing(startRing().bytes.buffer)!, "main", source);
  let quickest = Infinity;
  for (let round = 0; round < 80; round++) {
    for (let i = 0; i < CALLS; i++) r(e2(0, i, "some text"), i);
    const store = (): void => {
      dumper.drain();
      while (dumper.hasWork) dumper.store(10_000);
    };
    quickest = Math.min(quickest, best(store, 2 * CALLS, 1));
  }
  store.close();
  console.log(JSON.stringify({ "M rows/s": 1000 / quickest }));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
