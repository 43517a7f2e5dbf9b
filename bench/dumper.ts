/**
 * How many records a second the dumper stores, of a program of many functions, in batches as they come under load:
 * `node bench/dumper.ts [records] [kept]`.
 *
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Dumper } from "../dumper/dumper.ts";
import { Source, TracedProcess } from "../dumper/source.ts";
import { attachRing, createRing, publish, ringBytes } from "../ring/mod.ts";
import { createDatabase, openWriter } from "../store/mod.ts";
import { probes } from "../tracer/probes.ts";
import { startRecording } from "../tracer/recorder.ts";

const BLOCK_SIZE = 1 << 20;
const BLOCK_COUNT = 16;
const FUNCTIONS = 300;
/** Records written before the dumper has its turn: they fit the ring. */
const BURST = 200_000;

type Probe = (...values: unknown[]) => number;
const { e1, e2, r, v } = probes as Record<string, Probe>;

let written = 0;
let seed = 1;

function random(below: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >> 8) % below;
}

/** A call of a function that calls others, as in a parser or an interpreter: each calls but a few. */
function call(fn: number, depth: number): void {
  written += 2;
  const s = fn % 3 === 0 ? e2(fn, depth, "some text") : e1(fn, fn);
  if (depth < 12) { for (let i = random(3); i > 0; i--) call((fn * 7 + 1 + random(4)) % FUNCTIONS, depth + 1); }
  if (fn % 4 === 0) v(s);
  else r(s, depth);
}

/** Dumps so many records into a database that keeps `maxTraces`; records a second of processor time, which other programs do not change. */
function measure(records: number, maxTraces: number, directory: string): number {
  const path = join(directory, `${maxTraces}.sqlite`);
  createDatabase(path, { command: "bench", cwd: directory, startedMs: Date.now(), append: false });
  const store = openWriter(path);
  const clock = (): number => performance.now() * 1e6;
  const buffer = new SharedArrayBuffer(ringBytes(BLOCK_SIZE, BLOCK_COUNT));
  const settings = { blockSize: BLOCK_SIZE, blockCount: BLOCK_COUNT, pid: 1, tid: 1 };
  const ring = createRing(buffer, { ...settings, clockNs: clock(), wallMs: Date.now() });
  startRecording(ring, clock);
  const source = new Source("", new TracedProcess({ pid: 1, parentPid: 0, runtime: "bench", command: "bench" }));
  const functions = Array.from({ length: FUNCTIONS }, (_, i) => {
    return { name: `f${i}`, line: i + 1, column: 1, kind: "function", params: ["value", "text"] };
  });
  source.functions.add({ path: "/bench.ts", firstFunction: 0, functions });
  const dumper = new Dumper(store, { maxTraces, takeMessages: () => {}, now: () => performance.now() });
  dumper.addRing(attachRing(buffer)!, "main", source);
  let ms = 0;
  written = 0;
  for (let next = BURST; next <= records; next += BURST) {
    while (written < next) call(random(FUNCTIONS), 0);
    publish(ring);
    const started = process.cpuUsage();
    dumper.drain();
    while (dumper.hasWork) dumper.store(50);
    const { user, system } = process.cpuUsage(started);
    ms += (user + system) / 1000;
  }
  store.close();
  return written / ms * 1000;
}

const records = Number(process.argv[2] ?? 2e6);
const kept = process.argv[3] === undefined ? [1_000_000, 10_000] : [Number(process.argv[3])];
const directory = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
try {
  for (let round = 0; round < 3; round++) {
    for (const maxTraces of kept) {
      rmSync(join(directory, `${maxTraces}.sqlite`), { force: true });
      const rate = measure(records, maxTraces, directory);
      console.log(`${String(maxTraces).padStart(9)} kept: ${(rate / 1e6).toFixed(2)} million records a second`);
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
