import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The project's root. */
export const root: string = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

const modules = join(root, "node_modules");
const LIMIT_MS = 300_000;

/** A way to run a script. */
export interface Runtime {
  name: "Bun" | "Node" | "Deno";
  command: readonly string[];
}

/** The runtimes, as the targets name them. */
export const runtimes: readonly Runtime[] = [
  { name: "Bun", command: [join(modules, "bun", "bin", "bun.exe")] },
  { name: "Node", command: [join(modules, "node24", "bin", "node"), "--no-warnings"] },
  { name: "Deno", command: [join(modules, "deno", "deno"), "run", "-A", "--no-check"] },
];

/** What a program said of itself, and how long its process lived (ms). */
export interface Run {
  ms: number;
  cpuMs: number;
  rssMb: number;
  wholeMs: number;
  stdout: string;
}

/** Runs a command to its end. Undefined where it failed or took longer than five minutes. */
export function run(command: readonly string[], env: Record<string, string> = {}): Run | undefined {
  const start = performance.now();
  const options = { cwd: root, encoding: "utf8", timeout: LIMIT_MS, maxBuffer: 1 << 30 } as const;
  const result = spawnSync(command[0], command.slice(1), {
    ...options,
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  const wholeMs = performance.now() - start;
  if (result.status !== 0) {
    const [line] = (result.stderr || String(result.error ?? `it took longer than ${LIMIT_MS} ms`)).trim().split("\n");
    console.error(`  failed: ${command.slice(0, 4).join(" ")}: ${line}`);
    return undefined;
  }
  const said = /^BENCH (.*)$/m.exec(result.stderr)?.[1];
  return { ms: NaN, cpuMs: NaN, rssMb: NaN, ...(said ? JSON.parse(said) : {}), wholeMs, stdout: result.stdout };
}

/** Gives `body` a command that traces a script in a runtime, with a database that goes away afterwards. */
export function traced<T>(runtime: Runtime, options: readonly string[], body: (command: string[]) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
  const executable = join(root, "dist", "tstrace");
  if (!existsSync(executable)) throw new Error(`there is no ${executable}: run deno task compile`);
  const path = `${dirname(runtime.command[0])}:${process.env.PATH}`;
  const own = ["run", "--quiet", "--runtime", runtime.name.toLowerCase(), "--db", join(directory, "traces.sqlite")];
  // Deno's options are its own: a script started without them would be traced without permissions.
  const permissions = runtime.name === "Deno" ? ["-A"] : [];
  try {
    return body(["env", `PATH=${path}`, executable, ...own, ...permissions, ...options]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The one in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : sorted[sorted.length >> 1];
}
