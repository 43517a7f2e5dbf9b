/**
 * Random programs print the same traced as untraced, and their traces are what an oracle saw.
 *
 * `TSTRACE_TEST_SEED` is the first seed (else the time of day), `TSTRACE_TEST_SECONDS` how long (else 5). A seed
 * that failed is run alone with `TSTRACE_TEST_SEED=… TSTRACE_TEST_SECONDS=0`.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { checkMarked, checkSeed } from "./random_programs/check.ts";
import { generateProgram } from "./random_programs/generate.ts";
import { plainProgram } from "./random_programs/marks.ts";
import { followCalls } from "./trace_rules.ts";
import { inDirectory, root, run, runTstrace, stepsOf, targets, traces } from "./runtimes.ts";

const seed = Number(process.env.TSTRACE_TEST_SEED ?? Date.now() % 1_000_000);
const seconds = Number(process.env.TSTRACE_TEST_SECONDS ?? 5);
/** So many programs in each runtime through the hook. */
const THROUGH_HOOK = 12;

test(`random programs from seed ${seed} on are the same traced, and their traces are right`, async () => {
  const end = performance.now() + seconds * 1000;
  let next = seed;
  do {
    const problems = await checkSeed(next);
    assert.deepEqual(problems, [], `TSTRACE_TEST_SEED=${next} TSTRACE_TEST_SECONDS=0`);
    next++;
  } while (performance.now() < end);
  console.log(`random programs: seeds ${seed} to ${next - 1}`);
});

for (const target of targets) {
  test(`${target.name}: random programs from seed ${seed} on are the same under tstrace run`, () =>
    inDirectory((cwd) => {
      const host = pathToFileURL(join(root, "tests", "random_programs", "host.ts")).href;
      const names = Array.from({ length: THROUGH_HOOK }, (_, i) => `p${seed + i}`);
      for (const name of names) {
        const program = plainProgram(generateProgram(Number(name.slice(1))));
        writeFileSync(join(cwd, `${name}.mjs`), `export function program(H) {${program}}\n`);
      }
      const parts = names.map((name) =>
        `{ const H = new Host(400); (await import("./${name}.mjs")).program(H); await H.end(); console.log("${name}", H.lines); }`
      );
      const options = `process.on("unhandledRejection", () => {});`;
      const head = `import process from "node:process";\nimport { Host } from ${JSON.stringify(host)};\n${options}\n`;
      writeFileSync(join(cwd, "main.mjs"), head + parts.join("\n"));
      const words = target.plain.filter((word) => word === "-A");
      const plain = run([...target.plain, "main.mjs"], { cwd });
      const traced = runTstrace(["run", "--runtime", target.runtime, ...words, "main.mjs"], { cwd, path: target.path });
      assert.equal(traced.stdout, plain.stdout);
      assert.equal(traced.status, plain.status);
      assert.equal(plain.status, 0, plain.stderr);
      const { problems, running } = followCalls(stepsOf(traces(cwd)));
      assert.deepEqual({ problems, running }, { problems: [], running: [] });
    }));
}

test("a trace with a wrong parent is noticed", async () => {
  // What the oracle is told is moved by one call.
  const marked = generateProgram(1).replace(`«enter "main"»`, `«enter "main"»;O.enter("nobody");`);
  assert.notDeepEqual(await checkMarked(marked), []);
});
