import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Step } from "./trace_rules.ts";

/** The project's root. */
export const root: string = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

const modules = join(root, "node_modules");
const system = "/usr/bin:/bin";

/** A way to run a script, plain and traced. */
export interface Target {
  name: string;
  /** For `--runtime`. */
  runtime: string;
  /** What runs a script untraced. */
  plain: string[];
  /** PATH on which `runtime` is found. */
  path: string;
}

const deno = join(modules, "deno", "deno");
const bun = join(modules, "bun", "bin", "bun.exe");
const node24 = join(modules, "node24", "bin", "node");
const node26 = join(modules, "node26", "bin", "node");
const binaries = join(modules, ".bin");

/** The four runtimes. */
export const targets: Target[] = [
  { name: "Deno", runtime: "deno", plain: [deno, "run", "-A"], path: binaries },
  { name: "Bun", runtime: "bun", plain: [bun], path: binaries },
  { name: "Node 24", runtime: "node", plain: [node24], path: dirname(node24) },
  { name: "Node 26", runtime: "node", plain: [node26], path: dirname(node26) },
];

/** The executable where it has been built, else the sources under Node. */
const executable = join(root, "dist", "tstrace");
const tstrace = existsSync(executable) ? [executable] : [node24, "--no-warnings", join(root, "main.ts")];

/** What a program printed and how it ended. */
export interface Result {
  stdout: string;
  stderr: string;
  status: number | null;
  signal: string | null;
}

/** Where and with what a program runs. */
export interface Surroundings {
  cwd: string;
  path?: string;
  env?: Record<string, string>;
}

/** The environment of the tests, without what would change how programs run. */
export function environment({ path, env }: Omit<Surroundings, "cwd">): Record<string, string> {
  const { HOME = "/tmp", TMPDIR, DENO_DIR } = process.env;
  const kept = { HOME, NO_COLOR: "1", PATH: [path, system].filter(Boolean).join(delimiter) };
  return {
    TSTRACE_RING_DIRECTORY: ringDirectory(),
    ...kept,
    ...(TMPDIR ? { TMPDIR } : {}),
    ...(DENO_DIR ? { DENO_DIR } : {}),
    ...env,
  };
}

let rings: string | undefined;

/** Where the recordings of this test lie: one that another test cuts off is not offered to it. */
function ringDirectory(): string {
  if (rings !== undefined) return rings;
  const made = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tests-"));
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  return rings = made;
}

/** Runs a command to its end, a minute at most. */
export function run(command: readonly string[], surroundings: Surroundings): Result {
  const result = spawnSync(command[0], command.slice(1), {
    cwd: surroundings.cwd,
    env: environment(surroundings),
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 256 * 1024 ** 2,
  });
  if (result.error) throw result.error;
  const { stdout, stderr, status, signal } = result;
  return { stdout, stderr, status, signal };
}

/** The words that start tstrace with `argv`. */
export function tstraceCommand(...argv: string[]): string[] {
  return [...tstrace, ...argv];
}

/** Runs tstrace. */
export function runTstrace(argv: readonly string[], surroundings: Surroundings): Result {
  return run(tstraceCommand(...argv), surroundings);
}

/** A trace as `tstrace print --json` gives it. */
export interface PrintedTrace {
  id: number;
  kind: string;
  pid: number;
  tid: number;
  depth: number;
  module: string | null;
  func: string | null;
  line: number | null;
  call: number | null;
  parent: number | null;
  args: { name: string; type: string; value: string }[];
}

/** The traces of the database in `cwd`. */
export function traces(cwd: string, database: string = "traces.sqlite"): PrintedTrace[] {
  const { stdout, stderr, status } = runTstrace(["print", "--json", "--db", database], { cwd });
  if (status !== 0) throw new Error(`tstrace print failed: ${stderr}`);
  return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** The traces of one thread as steps to follow. */
export function stepsOf(traces: readonly PrintedTrace[]): Step[] {
  return traces.map(({ kind, id, call, parent, func, depth }) => {
    const step = { kind: kind as Step["kind"], call: call ?? id, parent: parent ?? 0, func: func ?? "" };
    return kind === "call" ? { ...step, depth } : step;
  });
}

/** Gives `body` an empty directory. */
export async function inDirectory(body: (directory: string) => void | Promise<void>): Promise<void> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "tstrace-test ")));
  try {
    await body(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
