/** Many processes and threads at once: each with its traces, all on one clock. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { query, runWords } from "./recorded.ts";
import { inDirectory, run, type Target, targets } from "./runtimes.ts";

/** How many short-lived processes; the long form is 200. */
const SWARM = Number(process.env.TSTRACE_TEST_SWARM ?? 24);
/** So many of them at once. */
const WIDTH = 8;

/** Runs a program traced, with nothing left behind. */
function record(target: Target, cwd: string, text: string, ...options: string[]): void {
  writeFileSync(join(cwd, "program.mjs"), text);
  const rings = join(cwd, "rings");
  mkdirSync(rings, { mode: 0o700 });
  const env = { TSTRACE_RING_DIRECTORY: rings };
  const { status, stderr } = run(runWords(target, ...options, "program.mjs"), { cwd, path: target.path, env });
  assert.equal(status, 0, stderr);
  assert.match(stderr, / 0 lost, /);
  assert.deepEqual(readdirSync(rings), []);
}

/** Starts each of `commands` with its number, some at a time, and tells \`started\` and \`ended\` of each. */
const swarm = (commands: readonly string[][]): string =>
  `import { spawn } from "node:child_process";
const commands = ${JSON.stringify(commands)};
function started(n) { return n; }
function ended(n, code) { return code; }
let next = 0;
async function work() {
  while (next < ${SWARM}) {
    const n = next++;
    const words = commands[n % commands.length];
    started(n);
    const child = spawn(words[0], [...words.slice(1), "child.mjs", String(n)], { stdio: "inherit" });
    ended(n, await new Promise((resolve) => child.on("close", resolve)));
  }
}
await Promise.all(Array.from({ length: ${WIDTH} }, work));
`;

const CHILD = `import process from "node:process";
function short(n) { let sum = 0; for (let i = 0; i < 100; i++) sum += one(i); return sum + n; }
function one(i) { return 1; }
short(Number(process.argv[2]));
`;

test(`${SWARM} short-lived processes of all runtimes have their traces, parents and order`, () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "child.mjs"), CHILD);
    record(targets[2], cwd, swarm(targets.map(({ plain }) => plain)), "--max-traces", "0");
    const parent = query(cwd, "SELECT pid FROM processes WHERE command LIKE '%program.mjs'");
    assert.equal(parent.length, 1);
    const children = query(
      cwd,
      "SELECT pid, runtime, transport FROM processes WHERE command LIKE '%child.mjs %' AND parent_pid = " +
        parent[0].pid,
    );
    assert.equal(children.length, SWARM);
    assert.equal(new Set(children.map(({ runtime }) => runtime)).size, targets.length);
    assert.ok(children.every(({ transport }) => transport === "shared"));
    const calls = `SELECT count(*) AS calls, count(result) AS ended FROM calls WHERE func = 'one'`;
    assert.deepEqual(query(cwd, calls), [{ calls: SWARM * 100, ended: SWARM * 100 }]);
    // By the one clock each child's call lies between what its parent did before and after.
    const order = `SELECT count(*) AS ordered FROM calls AS child
      JOIN calls AS before ON before.func = 'started' AND before.args = 'n = ' || substr(child.args, 5)
      JOIN calls AS after ON after.func = 'ended' AND after.args LIKE before.args || ',%'
      WHERE child.func = 'short' AND before.at + 1000 < child.at AND child.at + child.duration + 1000 < after.at`;
    assert.deepEqual(query(cwd, order), [{ ordered: SWARM }]);
  }));

for (const target of targets) {
  test(`${target.name}: 32 threads at once, and a pool that comes and goes, have their traces`, () =>
    inDirectory((cwd) => {
      writeFileSync(
        join(cwd, "worker.mjs"),
        `import { parentPort, workerData } from "node:worker_threads";
function one(n, i) { return i; }
function work(n) { for (let i = 0; i < 200; i++) one(n, i); return n; }
parentPort.postMessage(work(workerData));
`,
      );
      const program = `import { Worker } from "node:worker_threads";
function start(n) {
  return new Promise((resolve) => new Worker("./worker.mjs", { workerData: n }).on("exit", resolve));
}
await Promise.all(Array.from({ length: 32 }, (_, n) => start(n)));
for (let n = 32; n < 40; n += 4) await Promise.all([0, 1, 2, 3].map((i) => start(n + i)));
`;
      record(
        target,
        cwd,
        program.replace(`"./worker.mjs"`, `new URL("./worker.mjs", import.meta.url)`),
        "--ring-size",
        "2M",
      );
      const threads = query(cwd, "SELECT DISTINCT tid FROM threads WHERE name <> 'main' ORDER BY tid");
      assert.deepEqual(threads.map(({ tid }) => tid), Array.from({ length: 40 }, (_, index) => index + 2));
      const calls = `SELECT count(*) AS calls, count(result) AS ended, count(DISTINCT tid) AS threads FROM calls
        WHERE func = 'one'`;
      assert.deepEqual(query(cwd, calls), [{ calls: 8000, ended: 8000, threads: 40 }]);
      assert.equal(query(cwd, "SELECT count(*) AS processes FROM processes")[0].processes, 1);
    }));
}

test("the lines of --verbose tell how the traces of each process left it, and why so", () =>
  inDirectory((cwd) => {
    const [deno, bun] = targets;
    writeFileSync(join(cwd, "program.mjs"), "function f() {}\nf();\n");
    // Where it lies else has to do with the program's permissions.
    const env = { TSTRACE_RING_DIRECTORY: "" };
    const said = (target: Target, ...options: string[]): string =>
      run(runWords({ ...target, plain: [] }, "-v", ...options, "program.mjs"), { cwd, path: target.path, env }).stderr;
    assert.match(said(bun), /^tstrace: process \d+ \(bun [\d.]+, .*program\.mjs\): shared memory\n/);
    assert.match(said(bun, "--transport", "worker"), /: a worker inside the program, as it was asked for\n/);
    assert.match(said(deno), /: a worker inside the program, as it may not call C, which takes --allow-ffi\n/);
    assert.match(said(deno, "-A"), /^tstrace: process \d+ \(deno .*\): shared memory\n/);
    assert.match(said(deno, "--allow-ffi"), /^tstrace: process \d+ \(deno .*\): shared memory\n/);
  }));
