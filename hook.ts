/**
 * What is loaded into a traced program ahead of everything else: built into one CommonJS file, which the hook
 * file of a recording requires and calls.
 *
 * @module
 */
import process from "node:process";
import { isMainThread, workerData } from "node:worker_threads";
import { currentRuntime } from "./runtime/select.ts";
import { compiledInstrumenter } from "./tracer/instrumenter.ts";
import type { Settings } from "./tracer/mod.ts";
import { traceProgram } from "./tracer/trace_program.ts";

/** The text of the bundled instrumenter; scripts/build.ts puts it in. */
declare const TSTRACE_INSTRUMENTER: string;
// Outside of functions, which engines read twice.
const instrumenter: string = TSTRACE_INSTRUMENTER;

const STARTED = Symbol.for("tstrace.started");

/** Traces the program that this thread is about to run. */
export function start(settings: Settings): void {
  if (STARTED in globalThis || isDumper()) return;
  Object.defineProperty(globalThis, STARTED, { value: true });
  const runtime = currentRuntime();
  const { database, worker, cacheDir } = settings;
  const missing = ([["read", worker], ["read", database], ["write", database]] as const)
    .find(([mode, path]) => !runtime.mayAccess(path, mode));
  if (missing) {
    const [mode, path] = missing;
    process.stderr.write(
      `tstrace: this program runs untraced: it may not ${mode} ${path}, which takes --allow-${mode}=${path}\n`,
    );
    return;
  }
  const mayCache = cacheDir !== "" && runtime.mayAccess(cacheDir, "read") && runtime.mayAccess(cacheDir, "write");
  traceProgram(
    { ...settings, cacheDir: mayCache ? cacheDir : "" },
    runtime,
    compiledInstrumenter(instrumenter),
  );
}

/** Whether this is the tracer's own Worker. */
function isDumper(): boolean {
  return !isMainThread && workerData?.tstrace === "dumper";
}
