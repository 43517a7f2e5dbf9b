/**
 * What `tstrace doctor` finds: each runtime traces a program of two lines, so that what is said is what happens.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import process from "node:process";
import { openReader } from "../store/mod.ts";
import { cacheDirectory, isCompiled } from "./artefacts.ts";
import { findCutOffRecordings } from "./recordings.ts";
import { recordingBase } from "./recording_directory.ts";
import { embeddedRuntime, findInstalled, INSTALLED, type RuntimeChoice, type RuntimeName } from "./runtime.ts";

/** How a program's traces leave it; null where it cannot be traced. */
type Way = "shared" | "worker" | null;

/** A runtime. */
export interface RuntimeReport {
  name: RuntimeName;
  /** Which of the three it is. */
  kind: string;
  /** Null where there is none. */
  path: string | null;
  version: string | null;
  transport: Way;
  /** In Deno, without `--allow-ffi`; null for the others. */
  transportWithoutFfi: Way;
  /** Why it is missing, or cannot be traced, or not by shared memory. */
  problem: string | null;
}

/** What lies in a directory. */
export interface DirectoryReport {
  path: string;
  bytes: number;
  files: number;
}

/** What a recording that was cut off has left in memory. */
export interface LeftOver {
  path: string;
  /** What was run. */
  command: string;
  bytes: number;
}

/** All runtimes, the embedded one last. */
export async function examineRuntimes(): Promise<RuntimeReport[]> {
  const installed = INSTALLED.map((name) => ({ name, found: findInstalled(name) }));
  const all = [...installed, { name: "embedded" as const, found: embeddedRuntime() }];
  return await Promise.all(all.map(({ name, found }) => examineRuntime(name, found)));
}

async function examineRuntime(name: RuntimeName, found: RuntimeChoice | string): Promise<RuntimeReport> {
  const nothing = { path: null, version: null, transport: null, transportWithoutFfi: null };
  if (typeof found === "string") return { name, kind: name, ...nothing, problem: found };
  const { kind } = found;
  // What PATH names may be relative, and small programs run elsewhere.
  const executable = resolve(found.executable);
  const isDeno = kind === "deno";
  const [version, whole, narrow] = await Promise.all([
    versionOf({ ...found, executable }),
    findWay(name, executable, isDeno ? ["-A"] : []),
    isDeno ? findWay(name, executable, []) : undefined,
  ]);
  const transportWithoutFfi = narrow?.way ?? null;
  return { name, kind, path: executable, version, transport: whole.way, transportWithoutFfi, problem: whole.problem };
}

async function versionOf({ executable, environment }: RuntimeChoice): Promise<string | null> {
  const { stdout } = await runQuietly([executable, "--version"], tmpdir(), environment);
  return /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] ?? null;
}

/** Traces a small program with each transport in turn. */
async function findWay(
  runtime: RuntimeName,
  executable: string,
  options: readonly string[],
): Promise<{ way: Way; problem: string | null }> {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-doctor-"));
  const path = [dirname(executable), process.env.PATH ?? ""].join(delimiter);
  let problem: string | null = null;
  try {
    writeFileSync(join(directory, "small.mjs"), "function small() {}\nsmall();\n");
    for (const way of ["shared", "worker"] as const) {
      const database = join(directory, `${way}.sqlite`);
      const own = ["run", "--quiet", "--no-cache", "--runtime", runtime, "--transport", way, "--db", database];
      const { stderr } = await runQuietly([...selfCommand(), ...own, ...options, "small.mjs"], directory, {
        PATH: path,
      });
      if (countTraces(database) > 0) return { way, problem };
      problem ??= stderr.trim().split("\n").find((line) => line.startsWith("tstrace: "))?.slice(9) ??
        (stderr.trim().split("\n")[0] || "the program was not traced");
    }
    return { way: null, problem };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function countTraces(database: string): number {
  try {
    const reader = openReader(database);
    try {
      return reader.count();
    } finally {
      reader.close();
    }
  } catch {
    return 0;
  }
}

/** The words that start this very tstrace. */
function selfCommand(): string[] {
  if (isCompiled()) return [process.execPath];
  const deno = process.versions.deno === undefined ? [] : ["run", "-A"];
  return [process.execPath, ...deno, process.argv[1]];
}

/** A program that takes longer (ms) is ended. */
const LIMIT_MS = 30_000;

function runQuietly(
  [executable, ...words]: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ stdout: string; stderr: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1", ...more };
  for (const name of Object.keys(env)) {
    if (name.startsWith("TSTRACE_")) delete env[name];
  }
  return new Promise((ended) => {
    const child = spawn(executable, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: LIMIT_MS });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (part: string) => stdout += part);
    child.stderr.setEncoding("utf8").on("data", (part: string) => stderr += part);
    child.on("error", (error) => ended({ stdout, stderr: error.message }));
    child.on("close", () => ended({ stdout, stderr }));
  });
}

/** tstrace's cache; null for a user without a home. */
export function examineCache(): DirectoryReport | null {
  const path = cacheDirectory(process.env);
  return path === undefined ? null : { path, ...sizeOf(path) };
}

/** Where rings are made, and how much fits there (bytes). */
export function examineMemory(): { path: string; free: number } {
  const path = recordingBase();
  const { bavail, bsize } = statfsSync(path);
  return { path, free: bavail * bsize };
}

/** Recordings that were cut off. */
export function findLeftOvers(): LeftOver[] {
  return findCutOffRecordings().map(({ directory, note, bytes }) => ({
    path: directory,
    command: note.command,
    bytes,
  }));
}

function sizeOf(directory: string): { bytes: number; files: number } {
  const size = { bytes: 0, files: 0 };
  let names: string[] = [];
  try {
    names = readdirSync(directory, { recursive: true }) as string[];
  } catch {
    // Not there yet.
  }
  for (const name of names) {
    const stat = statSync(join(directory, name), { throwIfNoEntry: false });
    if (!stat?.isFile()) continue;
    size.bytes += stat.size;
    size.files++;
  }
  return size;
}
