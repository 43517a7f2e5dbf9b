/**
 * The gate: everything that must hold before a change goes in. `deno task ok`; its last line is
 * `N passed, N failed`, and it exits with 1 where something failed.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { findFiles, root } from "./files.ts";
import { cleanEnvironment, type Outcome, runSteps, type Step } from "./gate.ts";

const binaries = join(root, "node_modules", ".bin");
const deno = join(binaries, "deno");
const bun = join(binaries, "bun");
const node24 = join(root, "node_modules", "node24", "bin", "node");
const node26 = join(root, "node_modules", "node26", "bin", "node");

const isEndToEnd = (path: string): boolean => path.startsWith("tests/");
const tests = findFiles((path) => path.endsWith("_test.ts"));
const unitTests = tests.filter((path) => !isEndToEnd(path)).map((path) => `./${path}`);
const endToEndTests = tests.filter(isEndToEnd).map((path) => `./${path}`);

function nodeTests(node: string, report: string, files: readonly string[]): string[] {
  const reporters = ["spec:stdout", `junit:${report}`].flatMap((pair) => {
    const [reporter, destination] = [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)];
    return [`--test-reporter=${reporter}`, `--test-reporter-destination=${destination}`];
  });
  return [node, "--test", "--test-concurrency=2", ...reporters, ...files];
}

const steps: Step[] = [
  { name: "executable", command: () => [bun, "scripts/compile.ts"] },
  { name: "format", command: () => [deno, "fmt", "--check"] },
  {
    name: "end-to-end tests",
    after: ["executable"],
    tests: true,
    command: (report) => nodeTests(node24, report, endToEndTests),
  },
  { name: "lint", command: () => [deno, "lint"] },
  { name: "types", command: () => [deno, "check", "."] },
  { name: "import rule", command: () => [node24, "scripts/check_imports.ts"] },
  { name: "generated code", command: () => [node24, "scripts/check_proto.ts"] },
  { name: "pictures in the documentation", command: () => [node24, "scripts/pictures.ts", "--check"] },
  { name: "unused code and dependencies", command: () => [node24, "node_modules/knip/bin/knip.js"] },
  {
    name: "unit tests, Deno",
    after: ["executable"],
    tests: true,
    command: (report) => [deno, "test", "-A", "--no-check", `--junit-path=${report}`, ...unitTests],
  },
  {
    name: "unit tests, Bun",
    after: ["executable"],
    tests: true,
    command: (
      report,
    ) => [bun, "test", "--timeout=60000", "--reporter=junit", `--reporter-outfile=${report}`, ...unitTests],
  },
  {
    name: "unit tests, Node 24",
    after: ["executable"],
    tests: true,
    command: (report) => nodeTests(node24, report, unitTests),
  },
  {
    name: "unit tests, Node 26",
    after: ["executable"],
    tests: true,
    command: (report) => nodeTests(node26, report, unitTests),
  },
];

function show({ name, passed, failed, seconds, output }: Outcome): void {
  if (failed > 0) console.log(`\n${output.trimEnd()}\n`);
  const counts = failed > 0 ? `${failed} failed, ${passed} passed` : `${passed} passed`;
  console.log(`${failed > 0 ? "FAILED" : "ok    "}  ${name}: ${counts} (${seconds.toFixed(1)} s)`);
}

cleanEnvironment(binaries);
const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? steps : steps.filter((step) => wanted.some((word) => step.name.includes(word)));
const names = new Set(chosen.map((step) => step.name));
const runnable = chosen.map((step) => ({ ...step, after: step.after?.filter((name) => names.has(name)) }));
const { passed, failed } = await runSteps(runnable, Math.max(2, Math.min(4, availableParallelism())), root, show);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
