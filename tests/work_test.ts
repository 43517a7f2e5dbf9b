/** The work of probes does not grow unnoticed. It is counted, not timed: what is counted is the same on every machine. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root, run } from "./runtimes.ts";

type Figures = Record<string, number>;

const limits: Figures = JSON.parse(readFileSync(join(root, "tests", "work", "limits.json"), "utf8"));
/** More than a tenth above what is written down is a rise, but for what is less than a byte. */
const RISE = 1.1;

/** What has grown. */
function risen(found: Figures): string[] {
  const over = Object.keys(limits).filter((name) => !(found[name] <= Math.max(1, limits[name] * RISE)));
  return over.map((name) => `${name}: ${found[name]}, was ${limits[name]} (tests/work/limits.json)`);
}

test("bytes a record and garbage a call are what they were", () => {
  const node = join(root, "node_modules", "node24", "bin", "node");
  const heap = ["--min-semi-space-size=128", "--max-semi-space-size=256"];
  const command = [node, "--no-warnings", ...heap, join(root, "tests", "work", "program.ts")];
  const { stdout, stderr } = run(command, { cwd: root });
  assert.equal(stderr, "");
  assert.deepEqual(risen(JSON.parse(stdout)), []);
});

test("a rise of more than a tenth, or a figure that is missing, is found", () => {
  assert.deepEqual(risen({ ...limits }), []);
  assert.deepEqual(risen({ ...limits, "bytes a record": 25 }), [
    "bytes a record: 25, was 22.5 (tests/work/limits.json)",
  ]);
  assert.equal(risen({ ...limits, "garbage a call, ints": 16 }).length, 1);
  assert.equal(risen({}).length, Object.keys(limits).length);
});
