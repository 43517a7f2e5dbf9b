import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { readTriggers } from "../dumper/read_triggers.ts";
import { TstraceError } from "../errors.ts";
import { currentRuntime } from "../runtime/select.ts";
import { createDatabase, finishRecording, runningRecording } from "../store/mod.ts";
import { InsideTracer, type Secrets, selectionOf } from "../tracer/mod.ts";
import { checkOptions, type TracingOptions } from "./options.ts";

/** Set by whatever traces this thread: `tstrace run`, or the library, which says so. */
const STARTED = Symbol.for("tstrace.started");
const BY_LIBRARY = "library";

/** A recording of the thread that began it. */
export interface Tracing {
  /** Absolute path of the database; undefined where `tstrace run` traces the program already. */
  readonly db: string | undefined;
  /** Ends the recording: what was recorded is in the database then. */
  stop(): void;
  /** The same, for `using`; does nothing where the recording has ended. */
  [Symbol.dispose](): void;
}

/** What runs. */
interface Running {
  database: string;
  /** Absent where another thread or process began the recording, and will end it. */
  recording?: number;
  /** What must not change when it is started again. */
  choice: string;
  tracing: Tracing;
}

let tracer: InsideTracer | undefined;
let running: Running | undefined;
let firstChoice: string | undefined;

/**
 * Traces this thread from now on: the functions of each module that is loaded after this. Where its parent process or
 * another thread records into the same database, it joins that recording.
 *
 * Throws `TstraceError`: 2 where an option is wrong, 1 where it is tracing already, or the database cannot be written.
 */
export function start(options: TracingOptions = {}): Tracing {
  checkOptions(options);
  if (running) throw new TstraceError(`tracing has been started already, into ${running.database}: stop it first`);
  if (STARTED in globalThis && Reflect.get(globalThis, STARTED) !== BY_LIBRARY) return tracedByOthers;
  const { include = [], exclude = [], redact = [], root = process.cwd() } = options;
  const choice = JSON.stringify([include, exclude, redact, resolve(root)]);
  if (firstChoice !== undefined && choice !== firstChoice) {
    throw new TstraceError(
      "cannot trace other things than before: root, include, exclude and redact are those of the first start",
    );
  }
  const database = resolve(options.db ?? "traces.sqlite");
  const worker = workerPath();
  const startedMs = performance.timeOrigin + performance.now();
  const triggers = readTriggers(options, {
    cwd: process.cwd(),
    startedMs,
    width: (text) => text.length,
    nameOf: (name) => `the tracing option ${name}`,
  });
  checkAccess(database, worker);
  const runtime = currentRuntime();
  const joined = runningRecording(database, [process.pid, process.ppid]);
  const creation = {
    command: [process.argv0, ...process.argv.slice(1)].join(" "),
    cwd: process.cwd(),
    startedMs,
    monotonicNs: runtime.monotonicNs(),
    append: options.append ?? false,
  };
  const recording = joined ?? createDatabase(database, creation);
  const first = tracer === undefined;
  tracer ??= new InsideTracer(runtime);
  tracer.start({
    database,
    recording,
    maxTraces: options.maxTraces ?? 1_000_000,
    maxBytes: options.maxSize ?? 0,
    ringSize: options.ringSize ?? 16 * 1024 ** 2,
    transport: "worker",
    clock: options.clock ?? "exact",
    triggers,
    shared: { directory: "", library: "", collector: process.pid },
    worker,
    toldFile: "",
    cacheDir: "",
    autoMute: options.autoMute,
    slowdown: options.budget,
    secrets: redact.length > 0 ? secretsOf(redact) : undefined,
    selection: selectionOf(resolve(root), { include, exclude, modules: undefined }, process.cwd()),
    hook: join(first ? temporaryDirectory() : "", "hook.cjs"),
  });
  if (first) process.on("exit", (code) => running && end(`exited ${code}`));
  firstChoice = choice;
  const tracing: Tracing = {
    db: database,
    stop,
    [Symbol.dispose]() {
      if (running?.tracing === tracing) stop();
    },
  };
  running = { database, recording: joined === undefined ? recording : undefined, choice, tracing };
  Object.defineProperty(globalThis, STARTED, { value: BY_LIBRARY, configurable: true });
  return tracing;
}

/** A name alone is left out by the probes, a path when it is stored. */
function secretsOf(redact: readonly string[]): Secrets {
  const isPath = (name: string): boolean => name.includes(".");
  return { names: redact.filter((name) => !isPath(name)), paths: redact.filter(isPath), shown: false };
}

/** `start`, for `using trace = tracing()`. */
export function tracing(options: TracingOptions = {}): Tracing {
  return start(options);
}

/**
 * Ends the recording that `start` began, and waits until it is stored.
 *
 * Throws `TstraceError` where none has been started, or its end cannot be written.
 */
export function stop(): void {
  if (running) return end("stopped");
  if (STARTED in globalThis && Reflect.get(globalThis, STARTED) !== BY_LIBRARY) return;
  throw new TstraceError("tracing has not been started, or has been stopped already");
}

/** Under `tstrace run` the library leaves the tracing to it. */
const tracedByOthers: Tracing = { db: undefined, stop() {}, [Symbol.dispose]() {} };

function end(status: string): void {
  const { database, recording } = running!;
  running = undefined;
  tracer?.stop();
  if (recording === undefined) return;
  finishRecording(database, { recording, endedMs: performance.timeOrigin + performance.now(), status });
}

/** Beside the library lies its Worker: as it was bundled, or its source. */
function workerPath(): string {
  const source = import.meta.url.endsWith(".ts");
  return fileURLToPath(new URL(source ? "../dumper/worker.ts" : "./dumper.mjs", import.meta.url));
}

/** A runtime that asks the user must not do so in the middle of a program. */
function checkAccess(database: string, worker: string): void {
  const runtime = currentRuntime();
  const needs = [["read", worker], ["read", database], ["write", database]] as const;
  const missing = needs.find(([mode, path]) => !runtime.mayAccess(path, mode));
  if (missing) throw new TstraceError(`cannot trace: this program may not ${missing[0]} ${missing[1]}`);
}

/** A directory for the copies of modules that some runtimes need, until the program ends. */
function temporaryDirectory(): string {
  try {
    const base = tmpdir();
    if (!currentRuntime().mayAccess(base, "write")) return base;
    const directory = mkdtempSync(join(base, "tstrace-"));
    process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
    return directory;
  } catch {
    return "";
  }
}
