/**
 * Well-known packages do the same traced inside and out, in every runtime: each program of `tests/packages` uses one.
 *
 * The TypeScript compiler takes its time: it is traced in Node 24 alone, and everywhere with `TSTRACE_TEST_FULL=1`.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import { once, runPrograms, shortName } from "./corpus_runs.ts";
import { root, type Target, targets } from "./runtimes.ts";
import { followCalls, type Step } from "./trace_rules.ts";

const packages = readdirSync(join(root, "tests", "packages")).map((file) => file.replace(/\.mjs$/, ""));
const directory = realpathSync(mkdtempSync(join(tmpdir(), "tstrace-packages-")));
after(() => rmSync(directory, { recursive: true, force: true }));

test("there are at least ten packages", () => assert.ok(packages.length >= 10));

for (const target of targets) {
  const own = packages.filter((name) =>
    name !== "typescript" || target.name === "Node 24" || process.env.TSTRACE_TEST_FULL
  );
  const runs = once(() => runAll(own, target));
  for (const name of own) {
    test(`${target.name}: ${name} works the same traced`, () => {
      const { plain, traced, database } = runs();
      const [before, now] = [plain.get(name)!, traced.get(name)!];
      assert.equal(now.stdout, before.stdout);
      assert.equal(now.stderr, before.stderr);
      assert.deepEqual([now.status, before.status], ["0", "0"]);
      const { steps, inside } = stepsOfProcess(database, now.pid, name);
      assert.deepEqual(followCalls(steps).problems.slice(0, 5), []);
      assert.ok(inside > 20, `only ${inside} calls were traced inside of ${name}`);
    });
  }
}

function runAll(names: readonly string[], target: Target) {
  const programs = names.map((name) => ({ name, file: `tests/packages/${name}.mjs` }));
  const results = (kind: string): string => join(directory, `${shortName(target)}-${kind}`);
  const database = `${results("traces")}.sqlite`;
  const options = ["--db", database, "--max-traces", "0", ...names.flatMap((name) => ["--include", name])];
  const plain = runPrograms(programs, target, root, results("plain"));
  return { plain, traced: runPrograms(programs, target, root, results("traced"), options), database };
}

const KINDS: Readonly<Record<number, Step["kind"]>> = {
  [Kind.CALL]: "call",
  [Kind.RETURN]: "return",
  [Kind.EXCEPTION]: "exception",
  [Kind.YIELD]: "yield",
  [Kind.AWAIT]: "await",
  [Kind.RESUME]: "resume",
  [Kind.OVERFLOW]: "overflow",
};

/** The steps of a process, and how many calls lie in the package's own code. */
function stepsOfProcess(database: string, pid: number, name: string): { steps: Step[]; inside: number } {
  const reader = new DatabaseSync(database, { readOnly: true });
  try {
    const rows = reader.prepare(`
      SELECT t.id, t.kind, t.call, t.parent, t.depth, f.name, m.path FROM traces t
      JOIN threads h ON h.id = t.thread JOIN processes p ON p.id = h.process
      LEFT JOIN functions f ON f.id = t.function LEFT JOIN modules m ON m.id = f.module
      WHERE p.pid = ? ORDER BY t.id`).all(pid);
    const steps = rows.map(({ id, kind, call, parent, depth, name }): Step => {
      const step = {
        kind: KINDS[Number(kind)],
        call: Number(call ?? id),
        parent: Number(parent ?? 0),
        func: String(name),
      };
      return Number(kind) === Kind.CALL ? { ...step, depth: Number(depth) } : step;
    });
    const folder = `/node_modules/${name}/`;
    return {
      steps,
      inside: rows.filter(({ kind, path }) => kind === Kind.CALL && String(path).includes(folder)).length,
    };
  } finally {
    reader.close();
  }
}
