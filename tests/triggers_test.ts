/** What is kept hangs on what happens: the same in all runtimes. */
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { query, runWords } from "./recorded.ts";
import { inDirectory, type Result, run, type Target, targets } from "./runtimes.ts";

const PROGRAM = `
function leaf(n) { return n; }
function busy() { const end = performance.now() + 40; while (performance.now() < end); return leaf(0); }
async function handle(n) {
  leaf(n);
  await new Promise((resolve) => setTimeout(resolve, 1));
  if (n % 4 === 3) { leaf(-n); busy(); }
  return n;
}
async function late() { leaf(100); throw new Error("handled"); }
for (let i = 0; i < 8; i++) await handle(i);
const waits = late();
await null;
await waits.catch(() => {});
const [way] = process.argv.slice(2);
if (way === "throw") setTimeout(function end() { leaf(101); throw new TypeError("boom"); }, 5);
if (way === "reject") setTimeout(async function end() { leaf(101); throw new TypeError("boom"); }, 5);
if (way === "exit") process.exit(1);
if (way === "kill") process.kill(process.pid, "SIGKILL");
`;

/** How often each function is among the calls that are stored. */
function counts(cwd: string): Record<string, number> {
  const rows = query(cwd, "SELECT func, count(*) AS calls FROM calls WHERE func NOT LIKE '%callback' GROUP BY func");
  return Object.fromEntries(rows.map(({ func, calls }) => [func, Number(calls)]));
}

/** Records the program; what is said of it agrees with what is stored. */
function record(target: Target, cwd: string, status: number, ...words: string[]): Result {
  const result = run(runWords(target, ...words), { cwd, path: target.path });
  assert.equal(result.status, status, result.stderr);
  const [, kept, left] = / ?([\d ]+) traces? kept, 0 lost(?:, ([\d ]+) left out)?, /.exec(result.stderr) ?? [];
  const [row] = query(cwd, "SELECT (SELECT count(*) FROM traces) AS kept, left_out AS left FROM recordings");
  assert.deepEqual([kept, left ?? "0"].map((text) => Number(text?.replaceAll(" ", ""))), [row.kept, row.left]);
  // Whoever was called is there, and has ended if its call could.
  const orphans = "SELECT count(*) AS count FROM traces WHERE kind = 0 AND depth > 0 AND parent IS NULL";
  assert.deepEqual(query(cwd, orphans), [{ count: 0 }]);
  return result;
}

/** All calls are counted, whatever is kept of them. */
function assertCounted(cwd: string, calls: Record<string, number>): void {
  for (const [func, count] of Object.entries(calls)) {
    const [row] = query(cwd, `SELECT calls FROM statistics WHERE func = '${func}'`);
    assert.equal(row?.calls, count, func);
  }
}

for (const target of targets) {
  test(`${target.name}: slow calls are kept with their callers, stalls with all that is in them`, () =>
    inDirectory((cwd) => {
      writeFileSync(join(cwd, "main.mjs"), PROGRAM);
      for (const transport of ["shared", "worker"]) {
        record(target, cwd, 0, "--transport", transport, "--slower-than", "20ms", "main.mjs");
        const { busy, handle } = counts(cwd);
        assert.deepEqual([busy, handle >= 2], [2, true]);
        const quick =
          "SELECT count(*) AS count FROM calls WHERE duration <= 20e6 AND id NOT IN (SELECT parent FROM calls)";
        assert.deepEqual(query(cwd, quick), [{ count: 0 }]);
        assertCounted(cwd, { leaf: 8 + 2 + 2 + 1, handle: 8, busy: 2 });
      }
      record(target, cwd, 0, "--stall", "20ms", "main.mjs");
      const stalled = query(cwd, "SELECT args FROM calls WHERE func = 'leaf'").map(({ args }) => args);
      for (const args of ["n = -3", "n = -7", "n = 0"]) assert.ok(stalled.includes(args), args);
      assert.equal(counts(cwd).busy, 2);
      assertCounted(cwd, { leaf: 8 + 2 + 2 + 1 });
    }));

  test(`${target.name}: filters open and close what is kept, and keep what is near`, () =>
    inDirectory((cwd) => {
      writeFileSync(join(cwd, "main.mjs"), PROGRAM);
      const until = "func == 'handle' and return == 3";
      record(target, cwd, 0, "--from", "func == 'handle' and arg.n == 2", "--until", until, "main.mjs");
      assert.deepEqual(counts(cwd), { handle: 2, leaf: 4, busy: 1 });
      assertCounted(cwd, { leaf: 8 + 2 + 2 + 1, handle: 8 });
      const unfinished = "SELECT count(*) AS count FROM calls WHERE duration IS NULL";
      assert.deepEqual(query(cwd, unfinished), [{ count: 0 }]);

      record(target, cwd, 0, "--until", until, "main.mjs");
      assert.deepEqual(counts(cwd), { handle: 4, leaf: 6, busy: 1 });

      record(target, cwd, 0, "--around", "func == 'handle' and arg.n == 7", "--window", "0", "main.mjs");
      assert.deepEqual(counts(cwd), { handle: 1, leaf: 3, busy: 1 });
    }));

  test(`${target.name}: the last seconds are kept before an exception that nobody catches, and before nothing else`, () =>
    inDirectory((cwd) => {
      writeFileSync(join(cwd, "main.mjs"), PROGRAM);
      const option = ["--on-exception", "keep=60s"];
      const events = "SELECT value FROM args WHERE name = 'event' AND value LIKE '\"tstrace %'";
      for (const way of ["throw", "reject"]) {
        const transport = way === "throw" ? "shared" : "worker";
        const { stderr } = record(target, cwd, 1, "--transport", transport, ...option, "main.mjs", way);
        assert.match(stderr, /TypeError: boom/);
        assert.deepEqual(counts(cwd), { handle: 8, leaf: 14, busy: 2, late: 1, end: 1 });
        assert.deepEqual(query(cwd, events), [{ value: '"tstrace uncaught"' }]);
      }
      for (const [way, status] of [["none", 0], ["exit", 1], ["kill", 137]] as const) {
        record(target, cwd, status, ...option, "main.mjs", way);
        assert.deepEqual(counts(cwd), {});
        assert.deepEqual(query(cwd, events), [{ value: '"tstrace left out"' }]);
        assertCounted(cwd, { leaf: 8 + 2 + 2 + 1, late: 1 });
      }
    }));
}

test("what makes no sense is refused before the program starts, and its database", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "main.mjs"), "console.log('runs');");
    const wrong: [string[], string][] = [
      [["--from", "fnc == 'f'"], "--from: there is no field fnc, did you mean func?\n  fnc == 'f'\n  ^^^\n"],
      [["--around", "time > '-5s'"], "--around: a time before the newest trace: there is no trace yet\n"],
      [["--window", "5"], "--window says how much --around keeps, which is not given\n"],
      [
        ["--slower-than", "10"],
        "option '--slower-than <time>' argument '10' is invalid. It must be a time such as 10ms\n",
      ],
      [["--on-exception", "5"], "It must be such as keep=5s\n"],
    ];
    for (const [words, message] of wrong) {
      const result = run(runWords(targets[0], ...words, "main.mjs"), { cwd, path: targets[0].path });
      assert.equal(result.status, 2);
      assert.equal(result.stdout, "");
      assert.ok(result.stderr.includes(message), result.stderr);
    }
    assert.ok(!existsSync(join(cwd, "traces.sqlite")));
  }));
