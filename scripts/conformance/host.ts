import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Settings } from "../../tracer/mod.ts";
import type { Step } from "../../tests/trace_rules.ts";
import { root } from "../files.ts";
import { recordsOf } from "./ring_records.ts";
import type { ConformanceTest } from "./test_file.ts";

/** What came of a test. */
export interface Outcome {
  /** The exit status, or the signal that ended it. */
  status: number | string;
  stdout: string;
  stderr: string;
  steps?: Step[];
}

const modules = join(root, "node_modules");

/** The commands that run a script. */
export const RUNTIMES: Readonly<Record<string, string[]>> = {
  deno: [join(modules, "deno", "deno"), "run", "-A", "--no-lock", "--node-modules-dir=none"],
  bun: [join(modules, "bun", "bin", "bun.exe")],
  node24: [join(modules, "node24", "bin", "node"), "--expose-gc"],
  node26: [join(modules, "node26", "bin", "node"), "--expose-gc"],
};

const PRELOAD = fileURLToPath(new URL("preload.cjs", import.meta.url));
const LIMIT_MS = 10_000;

/** Runs tests in one runtime. */
export class Host {
  readonly #runtime: string;
  readonly #clone: string;
  readonly #directory: string;
  readonly #hook: string;
  readonly #copied = new Set<string>();
  #runs = 0;

  /** Tests are copied to `directory`, as they need file names of the kind that they are. */
  constructor(runtime: string, clone: string, directory: string, hook: string) {
    this.#runtime = runtime;
    this.#clone = clone;
    this.#directory = directory;
    this.#hook = hook;
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "package.json"), `{"type":"module"}`);
    for (const name of ["database", "worker"]) writeFileSync(join(directory, name), "");
  }

  /** Runs a test in a process of its own. */
  async run(test: ConformanceTest, strict: boolean, traced: boolean): Promise<Outcome> {
    const file = this.#copy(test, strict);
    const ring = join(this.#directory, `ring-${this.#runs++}`);
    const [command, ...words] = RUNTIMES[this.#runtime];
    const outcome = await runProcess([command, ...words, file], this.#environment(test, ring, traced));
    if (!traced || !existsSync(ring)) return outcome;
    const steps = recordsOf(new Uint8Array(readFileSync(ring).buffer.slice(0)));
    rmSync(ring);
    return { ...outcome, steps };
  }

  #copy(test: ConformanceTest, strict: boolean): string {
    const target = join(this.#directory, test.path);
    this.#copyFixtures(dirname(test.path));
    if (test.module) {
      writeFileSync(target, test.source);
      return target;
    }
    const script = target.replace(/\.js$/, ".cjs");
    // On the line of the first statement or comment, so that lines stay what they are.
    writeFileSync(script, !test.raw && (strict || !test.sloppy) ? `"use strict";${test.source}` : test.source);
    return script;
  }

  #copyFixtures(folder: string): void {
    if (this.#copied.has(folder)) return;
    this.#copied.add(folder);
    mkdirSync(join(this.#directory, folder), { recursive: true });
    for (const name of readdirSync(join(this.#clone, folder))) {
      if (!name.includes("_FIXTURE")) continue;
      copyFileSync(join(this.#clone, folder, name), join(this.#directory, folder, name));
    }
  }

  #environment({ includes }: ConformanceTest, ring: string, traced: boolean): Record<string, string> {
    const none = { paths: [], packages: [], functions: [] };
    const settings: Settings = {
      database: join(this.#directory, "database"),
      maxTraces: 0,
      maxBytes: 0,
      ringSize: 2 << 20,
      transport: "worker",
      shared: { directory: "", library: "", collector: 0 },
      recording: 1,
      worker: join(this.#directory, "worker"),
      toldFile: "",
      cacheDir: "",
      selection: { root: join(this.#directory, "test"), folders: [], include: none, exclude: none },
      hook: PRELOAD,
    };
    const { HOME = "/tmp", DENO_DIR, PATH = "" } = process.env;
    return {
      ...{ HOME, PATH, NO_COLOR: "1", ...(DENO_DIR ? { DENO_DIR } : {}) },
      NODE_OPTIONS: `--require "${PRELOAD}"`,
      BUN_OPTIONS: `"--preload=${PRELOAD}"`,
      CLONE: this.#clone,
      INCLUDES: includes.join(","),
      ...(traced ? { HOOK: this.#hook, SETTINGS: JSON.stringify(settings), RING: ring } : {}),
    };
  }
}

function runProcess(command: string[], env: Record<string, string>): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), { env, stdio: ["ignore", "pipe", "pipe"], timeout: LIMIT_MS });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk) => stdout += chunk);
    child.stderr.setEncoding("utf8").on("data", (chunk) => stderr += chunk);
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ status: code ?? signal ?? "", stdout, stderr }));
  });
}
