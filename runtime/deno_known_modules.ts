/**
 * Where a file may be CommonJS, Deno looks into it, and passes over the hooks where it turns out to be an ES module;
 * unless it came upon the file before.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, extname, join } from "node:path";
import process from "node:process";
import { Worker } from "node:worker_threads";

interface Compiler {
  _compile(text: string, path: string, format: string | undefined): void;
}

type LoadJs = (module: Compiler, path: string) => void;

const { ".js": loadJs } = (nodeModule.Module as unknown as { _extensions: Record<string, LoadJs> })._extensions;
const answers = new Map<string, boolean>();

/**
 * Whether an import of a file of the main module's package may be that of CommonJS: the package says so, or Deno is told
 * to look, as it is in what `child_process.fork` starts.
 */
export function mayImportCommonJs(main: string): boolean {
  try {
    // Deno starts no Worker there, and what would make modules known is one.
    if (process.connected && isClusterWorker()) return false;
    if (process.connected || /\0--unstable-detect-cjs\0/.test(readFileSync("/proc/self/cmdline", "utf8"))) return true;
  } catch {
    // There is no such file, or it may not be read.
  }
  for (let directory = dirname(main);; directory = dirname(directory)) {
    try {
      const found = ["deno.json", "deno.jsonc"].map((name) => join(directory, name)).find((path) => existsSync(path));
      if (found && /"unstable"\s*:\s*\[[^\]]*"detect-cjs"/.test(readFileSync(found, "utf8"))) return true;
      const manifest = join(directory, "package.json");
      if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, "utf8")).type === "commonjs";
    } catch {
      return false;
    }
    if (directory === dirname(directory)) return false;
  }
}

function isClusterWorker(): boolean {
  return (process.getBuiltinModule("node:cluster") as unknown as { isWorker: boolean }).isWorker;
}

/** Whether Deno would have to look into a file that is required. */
export function isMaybeCommonJs(path: string): boolean {
  const ending = extname(path);
  if (!/^\.[jt]sx?$/.test(ending)) return false;
  // It hangs on the package and the flags alone.
  const key = `${ending}\n${dirname(path)}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = false;
    try {
      // What loads such a file says what it takes it for.
      loadJs({ _compile: (_text, _path, format) => void (answer = format === undefined) }, path);
    } catch {
      // It may not be read.
    }
    answers.set(key, answer);
  }
  return answer;
}

/** For how long (ms) a file is waited for; it is read, compiled and linked meanwhile. */
const PATIENCE_MS = 2000;

/** In a Worker an import of a name that no module has: it fails when it is linked, and nothing is run. */
const BODY = `import { parentPort } from "node:worker_threads";
parentPort.on("message", async ({ url, done }) => {
  const text = \`import { $tstrace_nothing } from \${JSON.stringify(url)}\`;
  try {
    await import(\`data:text/javascript,\${encodeURIComponent(text)}\`);
  } catch {}
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});`;

/** ES modules that Deno is to come upon ahead of the program. */
export class KnownModules {
  readonly #known = new Set<string>();
  #worker: Worker | undefined;

  /** Has Deno come upon the module at `url`. */
  add(url: string): void {
    if (this.#known.has(url)) return;
    this.#known.add(url);
    if (!this.#worker) {
      this.#worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(BODY)}`), { env: {}, execArgv: [] });
      this.#worker.on("error", () => {});
      this.#worker.unref();
    }
    const done = new Int32Array(new SharedArrayBuffer(4));
    this.#worker.postMessage({ url, done });
    Atomics.wait(done, 0, 0, PATIENCE_MS);
  }
}
