import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { RUNTIMES } from "./host.ts";
import type { RealmResult } from "./realms.ts";
import { chooseTests, type Options } from "./run.ts";

const SCRIPT = fileURLToPath(new URL("realms.ts", import.meta.url));
/** A test that takes longer, ms, has hung. */
const LIMIT_MS = 60_000;

/**
 * Runs those of the tests that are scripts in realms of one process a runtime, and prints the differences. It is fifty
 * times as fast as a process for each test, and blind for what only a whole program shows: modules, stacks, what
 * the runtime prints of an exception. Returns whether there are any differences.
 */
export async function runInRealms(options: Options): Promise<boolean> {
  const tests = chooseTests(options);
  mkdirSync(options.state, { recursive: true });
  const list = join(options.state, "tests");
  writeFileSync(list, tests.map((name) => `${name}\n`).join(""));
  let failed = false;
  for (const runtime of options.runtimes) {
    let [differ, died] = [0, 0];
    for (let next = 0; next < tests.length;) {
      await runFrom(runtime, options.clone, list, next, ({ index, found }) => {
        next = index + 1;
        if (found.length === 0) return;
        differ++;
        console.log(`${runtime} ${tests[index]}\n    ${found.join("\n    ").slice(0, 1500)}`);
      });
      // Some engines have tests that they die of, untraced too.
      if (next < tests.length) {
        died++;
        console.log(`${runtime} ${tests[next++]}\n    its process died`);
      }
    }
    console.log(`${runtime}: ${tests.length} tests, ${differ} differ, ${died} ended the process`);
    failed ||= differ > 0;
  }
  return failed;
}

/** Resolves when the process ends, whatever it ends of. */
function runFrom(
  runtime: string,
  clone: string,
  list: string,
  first: number,
  take: (result: RealmResult) => void,
): Promise<void> {
  const command = RUNTIMES[runtime];
  if (!command) throw new Error(`no runtime ${runtime}: there are ${Object.keys(RUNTIMES).join(", ")}`);
  const words = runtime === "deno" ? ["run", "-A", "--no-check"] : runtime === "bun" ? [] : ["--no-warnings"];
  const child = spawn(command[0], [...words, SCRIPT, clone, list, String(first)], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, NODE_OPTIONS: "", BUN_OPTIONS: "" },
  });
  return new Promise((resolve) => {
    const hung = (): NodeJS.Timeout => setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    let timer = hung();
    createInterface(child.stdout).on("line", (line) => {
      clearTimeout(timer);
      timer = hung();
      take(JSON.parse(line));
    }).on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
