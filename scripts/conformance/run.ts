import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { root } from "../files.ts";
import { compare, type Difference } from "./compare.ts";
import { Host, type Outcome, RUNTIMES } from "./host.ts";
import { type ConformanceTest, readTest } from "./test_file.ts";

/** What to run. */
export interface Options {
  clone: string;
  runtimes: string[];
  filter: string;
  /** So many tests, chosen by the seed; 0 for all. */
  sample: number;
  seed: number;
  /** Whether scripts that are good for both run as strict code. */
  strict: boolean;
  /** Whether only ES modules are run, which realms cannot. */
  modules: boolean;
  state: string;
  jobs: number;
}

interface Kept {
  test: string;
  tracer: string;
  plain: string;
  differences: Difference[];
}

/** Folders of tests that have to do with what a tracer touches. */
const FOLDERS = [
  "language",
  "annexB/language",
  ...["Function", "GeneratorFunction", "GeneratorPrototype", "AsyncFunction", "AsyncGeneratorFunction"],
  ...["AsyncGeneratorPrototype", "AsyncFromSyncIteratorPrototype", "AsyncIteratorPrototype", "Iterator"],
  ...["Promise", "Proxy", "Reflect", "Error", "NativeErrors"],
].map((name) => name.includes("language") ? `test/${name}` : `test/built-ins/${name}`);

/** Runs the tests in each runtime and prints the differences. Returns whether there are any. */
export async function runConformance(options: Options): Promise<boolean> {
  const tests = chooseTests(options);
  mkdirSync(options.state, { recursive: true });
  const hook = buildHook(options.state);
  let failed = false;
  for (const runtime of options.runtimes) {
    if (!(runtime in RUNTIMES)) throw new Error(`no runtime ${runtime}: there are ${Object.keys(RUNTIMES).join(", ")}`);
    failed = await runIn(runtime, tests, hook, options) || failed;
  }
  return failed;
}

async function runIn(runtime: string, tests: string[], hook: string, options: Options): Promise<boolean> {
  const tracer = createHash("sha256").update(readFileSync(hook)).digest("hex").slice(0, 16);
  const variant = options.strict ? "strict" : "sloppy";
  const path = join(options.state, `${runtime}-${variant}.jsonl`);
  const kept = readKept(path);
  const host = new Host(runtime, options.clone, join(options.state, "files", `${runtime}-${variant}`), hook);
  const found = new Map<string, Difference[]>();
  let [done, failing, reused] = [0, 0, 0];
  const started = performance.now();
  const queue = [...tests];

  const worker = async (): Promise<void> => {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const test = readTest(options.clone, name);
      if (options.modules && !test.module) continue;
      if (!(test.module || (options.strict ? test.strict : test.sloppy || test.strict))) continue;
      let result = kept.get(name);
      if (result?.tracer === tracer) reused++;
      else {
        const plain: Outcome = result ? JSON.parse(result.plain) : await host.run(test, options.strict, false);
        result = {
          test: name,
          tracer,
          plain: JSON.stringify(plain),
          differences: await differences(host, test, plain, options),
        };
        appendFileSync(path, JSON.stringify(result) + "\n");
      }
      if (result.differences.length > 0) found.set(name, result.differences);
      if (failsOf(result.plain)) failing++;
      if (++done % 1000 === 0) progress(runtime, done, tests.length, found.size, started);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));

  for (const [name, list] of [...found].sort()) {
    for (const { kind, plain, traced } of list) {
      console.log(`${runtime} ${kind} ${name}\n    untraced: ${plain}\n    traced:   ${traced}`);
    }
  }
  const classes = new Map<string, number>();
  for (const { kind } of [...found.values()].flat()) classes.set(kind, (classes.get(kind) ?? 0) + 1);
  const list = [...classes].map(([kind, count]) => `${kind} ${count}`).join(", ");
  console.log(
    `${runtime}: ${done} tests (${reused} known, ${failing} fail untraced too), ${found.size} differ${
      list && `: ${list}`
    }`,
  );
  return found.size > 0;
}

/** A difference that a second pair of runs does not show is the machine's, not the tracer's. */
async function differences(
  host: Host,
  test: ConformanceTest,
  plain: Outcome,
  { strict }: Options,
): Promise<Difference[]> {
  const first = compare(test, plain, await host.run(test, strict, true));
  if (first.length === 0) return first;
  return compare(test, await host.run(test, strict, false), await host.run(test, strict, true));
}

function failsOf(plain: string): boolean {
  const { status } = JSON.parse(plain) as Outcome;
  return status !== 0;
}

function progress(runtime: string, done: number, all: number, found: number, started: number): void {
  const seconds = (performance.now() - started) / 1000;
  process.stderr.write(`${runtime}: ${done} of ${all}, ${found} differ, ${seconds.toFixed(0)} s\n`);
}

function readKept(path: string): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  if (!existsSync(path)) return kept;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    try {
      const result = JSON.parse(line) as Kept;
      kept.set(result.test, result);
    } catch {
      // The end of a file whose writer was stopped.
    }
  }
  return kept;
}

/** The paths of the tests that are asked for. */
export function chooseTests({ clone, filter, sample, seed }: Options): string[] {
  const all = FOLDERS.flatMap((folder) => {
    if (!existsSync(join(clone, folder))) return [];
    const files = readdirSync(join(clone, folder), { recursive: true, encoding: "utf8" });
    return files.filter((file) => file.endsWith(".js") && !file.includes("_FIXTURE")).map((file) =>
      `${folder}/${file}`
    );
  }).filter((path) => path.includes(filter)).sort();
  if (all.length === 0) throw new Error(`no test below ${clone} has ${JSON.stringify(filter)} in its path`);
  if (sample === 0 || sample >= all.length) return all;
  const order = new Map(all.map((path) => [path, createHash("sha256").update(`${seed} ${path}`).digest("hex")]));
  return all.sort((a, b) => order.get(a)! < order.get(b)! ? -1 : 1).slice(0, sample);
}

/** A hook of its own, so that a build in between does not change what is tested. */
function buildHook(state: string): string {
  const built = spawnSync(process.execPath, [join(root, "scripts", "build.ts")], { encoding: "utf8", cwd: root });
  if (built.status !== 0) throw new Error(`the hook cannot be built: ${built.stderr}`);
  const code = readFileSync(join(root, "dist", "hook.cjs"));
  const hook = join(state, `hook-${createHash("sha256").update(code).digest("hex").slice(0, 16)}.cjs`);
  mkdirSync(dirname(hook), { recursive: true });
  writeFileSync(hook, code);
  return hook;
}
