import process from "node:process";
import { isMainThread, workerData } from "node:worker_threads";
import { TstraceError } from "../errors.ts";
import type { TracingOptions } from "./options.ts";
import { start } from "./tracing.ts";

/**
 * Starts tracing with what the environment says: `TSTRACE_DB`, `TSTRACE_MAX_TRACES`, `TSTRACE_CLOCK`, `TSTRACE_APPEND`,
 * `TSTRACE_INCLUDE`, `TSTRACE_EXCLUDE`, and what is worth keeping, `TSTRACE_FROM` and so on. A program that cannot be traced runs untraced, and a line says why.
 */
export function register(): void {
  // A runtime may hand the option that named this on to the library's own Worker.
  if (!isMainThread && workerData?.tstrace === "dumper") return;
  try {
    start(optionsOf(environment));
  } catch (error) {
    if (!(error instanceof TstraceError)) throw error;
    process.stderr.write(`tstrace: this program runs untraced: ${error.message}\n`);
  }
}

/** A variable of the environment; undefined too where it may not be read. */
function environment(name: string): string | undefined {
  try {
    return process.env[name] || undefined;
  } catch {
    return undefined;
  }
}

function optionsOf(read: (name: string) => string | undefined): TracingOptions {
  const maxTraces = read("TSTRACE_MAX_TRACES");
  return {
    db: read("TSTRACE_DB"),
    maxTraces: maxTraces === undefined ? undefined : Number(maxTraces),
    // Whatever it is: `start` says where it is none.
    clock: read("TSTRACE_CLOCK") as TracingOptions["clock"],
    append: /^(1|true|yes|on)$/i.test(read("TSTRACE_APPEND") ?? ""),
    include: patterns(read("TSTRACE_INCLUDE")),
    exclude: patterns(read("TSTRACE_EXCLUDE")),
    from: read("TSTRACE_FROM"),
    until: read("TSTRACE_UNTIL"),
    around: read("TSTRACE_AROUND"),
    window: read("TSTRACE_AROUND") && read("TSTRACE_WINDOW"),
    onException: read("TSTRACE_ON_EXCEPTION"),
    slowerThan: read("TSTRACE_SLOWER_THAN"),
    stall: read("TSTRACE_STALL"),
  };
}

function patterns(text = ""): string[] {
  return text.split(",").map((pattern) => pattern.trim()).filter((pattern) => pattern !== "");
}
