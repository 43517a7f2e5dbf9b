/** Whatever kills a program, what it recorded until then is in the database; in all four runtimes. */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { environment, inDirectory, runTstrace, type Target, targets, traces } from "./runtimes.ts";

const CALLS = 2000;

/** A program that dies in the middle of its last call, after `CALLS` calls of `step`. */
const program = (death: string): string => `
import process from "node:process";
function step(n) { return n + 1; }
function die() { ${death} }
let n = 0;
while (n < ${CALLS}) n = step(n);
die();
`;

/** Ways to die, with the exit code that tells of it. */
const DEATHS: Readonly<Record<string, [code: string, exit: number]>> = {
  "SIGKILL": [`process.kill(process.pid, "SIGKILL"); for (;;);`, 137],
  "abort": ["process.abort();", 134],
  "reallyExit": ["process.reallyExit(7);", 7],
};

function dies(target: Target, cwd: string, death: string, exit: number): void {
  writeFileSync(join(cwd, "program.mjs"), program(death));
  const options = target.plain.filter((word) => word === "-A");
  const run = runTstrace(["run", "--runtime", target.runtime, ...options, "program.mjs"], { cwd, path: target.path });
  assert.equal(run.status, exit, run.stderr);
  const all = traces(cwd);
  const returned = all.filter(({ kind, func }) => kind === "return" && func === "step");
  assert.deepEqual(returned.map(({ args }) => Number(args[0].value)), Array.from({ length: CALLS }, (_, i) => i + 1));
  assert.deepEqual(all.slice(-1).map(({ kind, func }) => [kind, func]), [["call", "die"]]);
}

for (const target of targets) {
  test(`${target.name}: a program that is killed loses nothing`, async () => {
    for (const [death, exit] of Object.values(DEATHS)) await inDirectory((cwd) => dies(target, cwd, death, exit));
  });
}

test("a recording leaves nothing behind in shared memory", () =>
  inDirectory((cwd) => {
    const rings = environment({}).TSTRACE_RING_DIRECTORY;
    dies(targets[0], cwd, ...DEATHS.SIGKILL);
    assert.deepEqual(readdirSync(rings), []);
  }));
