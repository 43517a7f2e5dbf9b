/** Killing tstrace harms no program, and what it had not stored is recovered; in all four runtimes. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { integrity, query, runWords, start } from "./recorded.ts";
import { inDirectory, run, runTstrace, type Target, targets } from "./runtimes.ts";

const node = targets[2];

/** Calls before and after a line on stdout; in between it waits for a file. */
const PROGRAM = `import { existsSync } from "node:fs";
import process from "node:process";
function step(n) { return n + 1; }
function count(to) { let n = 0; while (n < to) n = step(n); return n; }
const pause = new Int32Array(new SharedArrayBuffer(4));
console.log("ready", count(1000));
while (!existsSync(process.argv[2])) Atomics.wait(pause, 0, 0, 5);
console.log("end", count(2000));
process.exit(3);
`;

/** Surroundings with a place for rings of their own, as other recordings go on beside. */
function surroundingsIn(cwd: string, target: Target = node) {
  const rings = join(cwd, "rings");
  mkdirSync(rings, { mode: 0o700, recursive: true });
  return { cwd, path: target.path, env: { TSTRACE_RING_DIRECTORY: rings } };
}

/** Runs the program and kills tstrace in the middle; the program goes on to its end. */
async function cutOff(target: Target, cwd: string, ...options: string[]) {
  const surroundings = surroundingsIn(cwd, target);
  writeFileSync(join(cwd, "program.mjs"), PROGRAM);
  const go = join(cwd, "go");
  const traced = start(runWords(target, ...options, "program.mjs", go), surroundings);
  await traced.prints("ready");
  traced.child.kill("SIGKILL");
  writeFileSync(go, "");
  await traced.ends();
  assert.equal(traced.stdout, "ready 1000\nend 2000\n");
  assert.equal(traced.stderr, "");
  return { surroundings, rings: join(cwd, "rings") };
}

const COUNTS = `SELECT count(*) AS calls, count(leave) AS ended, max(traces.id) AS rows FROM traces
  JOIN functions ON functions.id = function WHERE traces.kind = 0 AND functions.name = 'step'`;

for (const target of targets) {
  test(`${target.name}: a program whose tstrace is killed runs to its end, and all of it is recovered`, () =>
    inDirectory(async (cwd) => {
      const { surroundings, rings } = await cutOff(target, cwd);
      const [name] = readdirSync(rings);
      assert.equal(statSync(join(rings, name)).mode & 0o777, 0o700);
      for (const file of readdirSync(join(rings, name))) {
        assert.equal(statSync(join(rings, name, file)).mode & 0o777, 0o600, file);
      }
      const offered = runTstrace(["print", "--limit", "1"], surroundings);
      assert.equal(offered.status, 0);
      const read = runTstrace(["read"], surroundings);
      assert.match(
        read.stderr,
        /^tstrace: the recording of program\.mjs .* was cut off \(.* MB, traces\.sqlite\): tstrace recover /,
      );
      const recovered = runTstrace(["recover"], surroundings);
      assert.equal(recovered.status, 0, recovered.stderr);
      assert.match(recovered.stdout, /^[\d ]+ traces? recovered, 0 lost, traces\.sqlite; program\.mjs .*\n$/);
      const [{ calls, ended }] = query(cwd, COUNTS);
      assert.deepEqual([calls, ended], [3000, 3000]);
      const [recording] = query(cwd, "SELECT status, lost, ended_ms > started_ms AS ended FROM recordings");
      assert.deepEqual(recording, { status: "cut off: tstrace was killed", lost: 0, ended: 1 });
      assert.equal(integrity(cwd), "ok");
      assert.deepEqual(readdirSync(rings), []);
      assert.match(runTstrace(["recover"], surroundings).stdout, /^nothing to recover/);
      assert.equal(runTstrace(["read"], surroundings).stderr, "");
    }));
}

test("what was overwritten before anybody took it is counted", () =>
  inDirectory(async (cwd) => {
    writeFileSync(join(cwd, "program.mjs"), PROGRAM.replaceAll("2000", "300000"));
    const surroundings = surroundingsIn(cwd);
    const go = join(cwd, "go");
    const words = runWords(node, "--ring-size", "2M", "--max-traces", "0", "program.mjs", go);
    const traced = start(words, surroundings);
    await traced.prints("ready");
    traced.child.kill("SIGKILL");
    writeFileSync(go, "");
    await traced.ends();
    assert.match(runTstrace(["recover"], surroundings).stdout, /recovered, [\d ]{5,} lost,/);
    const [{ lost, stored }] = query(
      cwd,
      "SELECT (SELECT sum(lost) FROM traces) AS lost, (SELECT count(*) FROM traces WHERE kind <> 4) AS stored",
    );
    // Calls and returns of \`step\` and \`count\`, the module, and the last record of all is its call's.
    assert.equal(Number(lost) + Number(stored), 2 * 301_000 + 4 + 1);
  }));

test("a recording that goes on is left alone", () =>
  inDirectory(async (cwd) => {
    const surroundings = surroundingsIn(cwd);
    writeFileSync(join(cwd, "program.mjs"), PROGRAM);
    const traced = start(runWords(node, "program.mjs", join(cwd, "go")), surroundings);
    await traced.prints("ready");
    assert.match(runTstrace(["recover"], surroundings).stdout, /^nothing to recover/);
    const [name] = readdirSync(surroundings.env.TSTRACE_RING_DIRECTORY);
    const refused = runTstrace(["recover", join("rings", name)], surroundings);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^tstrace: cannot recover .*: process \d+ still takes its records\n$/);
    writeFileSync(join(cwd, "go"), "");
    assert.equal(await traced.ends(), 3);
    assert.match(traced.stderr, / 0 lost, .*; exited 3\n$/);
  }));

test("a recording is recovered into the file that its database was put aside to, or into another one", () =>
  inDirectory(async (cwd) => {
    const { surroundings } = await cutOff(node, cwd);
    writeFileSync(join(cwd, "other.mjs"), "function f() {}\nf();\n");
    const next = run(runWords(node, "other.mjs"), surroundings);
    assert.match(next.stderr, /^tstrace: the recording of program\.mjs .* was cut off /);
    assert.match(runTstrace(["recover"], surroundings).stdout, /0 lost, traces\.1\.sqlite; program\.mjs/);
    assert.equal(query(cwd, COUNTS, "traces.1.sqlite")[0].calls, 3000);
    rmSync(join(cwd, "go"));
    await cutOff(node, cwd);
    for (const name of readdirSync(cwd).filter((name) => name.includes("sqlite"))) rmSync(join(cwd, name));
    const refused = runTstrace(["recover"], surroundings);
    assert.match(
      refused.stderr,
      /no longer holds its recording, give another file with --db or free the memory with --discard\n$/,
    );
    assert.equal(refused.status, 1);
    assert.match(runTstrace(["recover", "--db", "saved.sqlite"], surroundings).stdout, /saved\.sqlite; program\.mjs/);
    // What had been stored in the database that is gone is gone with it.
    assert.ok(Number(query(cwd, COUNTS, "saved.sqlite")[0].calls) >= 2000);
    assert.deepEqual(readdirSync(join(cwd, "rings")), []);
  }));

test("what nobody wants is discarded", () =>
  inDirectory(async (cwd) => {
    const { surroundings, rings } = await cutOff(node, cwd);
    renameSync(join(cwd, "traces.sqlite"), join(cwd, "mine.sqlite"));
    assert.match(runTstrace(["recover", "--discard"], surroundings).stdout, /^discarded: program\.mjs /);
    assert.deepEqual(readdirSync(rings), []);
    assert.equal(existsSync(join(cwd, "traces.sqlite")), false);
  }));
