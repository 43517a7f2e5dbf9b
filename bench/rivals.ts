import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, root, run, runtimes, traced } from "./run.ts";
import type { Figure } from "./table.ts";

const ROUNDS = 3;
const FIB = join(root, "bench", "programs", "fib.mjs");
const NJSTRACE = join(root, "bench", "programs", "njstrace.cjs");
const packages = join(root, "bench", "packages", "node_modules");

/** Calls of `fib(n)`. */
function calls(n: number): number {
  return n < 2 ? 1 : 1 + calls(n - 1) + calls(n - 2);
}

/** Nanoseconds a call, over those of the recursion as it is. */
function perCall(command: readonly string[], n: number, env: Record<string, string> = {}): number {
  const runs = Array.from({ length: ROUNDS }, () => run(command, { ...env, FIB_N: String(n) })?.ms ?? NaN);
  return (median(runs) * 1e6) / calls(n);
}

/** What somebody would use instead, on the same recursion: nanoseconds a call, everything included. */
export function rivals(): Figure[] {
  const node = runtimes.find(({ name }) => name === "Node")!.command;
  const each = (measure: (command: readonly string[]) => number): Figure["values"] =>
    Object.fromEntries(runtimes.map(({ name, command }) => [name, measure(command)]));
  const appmap = [...node, join(packages, "appmap-node", "bin", "appmap-node.js"), ...node, FIB];
  const ns = (what: string, values: Figure["values"]): Figure => ({ what, unit: "ns/call", values });
  return [
    ns("untraced", each((command) => perCall([...command, FIB], 24))),
    ns(
      "tstrace",
      Object.fromEntries(runtimes.map((runtime) => [
        runtime.name,
        traced(runtime, [FIB], (command) => perCall(command, 24)),
      ])),
    ),
    ns("console.log by hand, into a pipe", each((command) => perCall([...command, FIB], 16, { FIB: "log" }))),
    ns("OpenTelemetry spans in memory", each((command) => perCall([...command, FIB], 16, { FIB: "otel" }))),
    ns("--cpu-prof (samples, no calls)", { Node: profiled(node) }),
    ns("njstrace, CommonJS, into a pipe", { Node: perCall([...node, NJSTRACE], 16) }),
    ns("appmap-node", { Node: perCall(appmap, 16) }),
    ns("uftrace, the same in C", { Node: inC() }),
  ];
}

function profiled(node: readonly string[]): number {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
  try {
    return perCall([...node, "--cpu-prof", `--cpu-prof-dir=${directory}`, FIB], 24);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** `uftrace record` on a recursion in C, where both uftrace and a compiler are installed; else not a number. */
function inC(): number {
  if (spawnSync("uftrace", ["--version"]).status !== 0) return NaN;
  const directory = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
  try {
    const source = join(directory, "fib.c");
    const program = join(directory, "fib");
    writeFileSync(
      source,
      `#include <stdio.h>
#include <time.h>
int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
int main(void) {
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  int r = fib(24);
  clock_gettime(CLOCK_MONOTONIC, &b);
  fprintf(stderr, "BENCH {\\"ms\\":%f}\\n", (b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6);
  return r == 0;
}
`,
    );
    if (spawnSync("gcc", ["-O1", "-pg", "-fno-inline", "-o", program, source]).status !== 0) return NaN;
    return perCall(
      ["uftrace", "record", "-d", join(directory, "data"), "-A", "fib@arg1", "-R", "fib@retval", program],
      24,
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
