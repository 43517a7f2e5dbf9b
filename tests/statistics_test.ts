/** What is counted is counted of every call of every thread and process, whatever is kept of it; in all four runtimes. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { inDirectory, runTstrace, targets } from "./runtimes.ts";

const PROGRAM = `
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker } from "node:worker_threads";
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function fail(n) { if (n % 4 === 0) throw new Error("no"); return n; }
async function wait(n) { await null; fib(3); await null; return n; }
fib(15);
for (let i = 0; i < 100; i++) try { fail(i); } catch {}
for (let i = 0; i < 10; i++) await wait(i);
if (isMainThread && process.argv.length < 3) {
  const script = new URL(import.meta.url);
  await new Promise((resolve) => new Worker(script).on("exit", resolve));
  const options = process.versions.deno ? ["run", "-A"] : [];
  spawnSync(process.execPath, [...options, fileURLToPath(script), "child"]);
}
`;

/** Calls of `fib(15)`, and ten times of `fib(3)`. */
const FIB = 1973 + 10 * 5;

for (const target of targets) {
  for (const transport of ["shared", "worker"]) {
    test(`${target.name}: every call is counted, by way of ${transport}`, () =>
      inDirectory((cwd) => {
        writeFileSync(join(cwd, "program.mjs"), PROGRAM);
        const options = target.plain.filter((word) => word === "-A");
        const own = ["--max-traces", "200", "--transport", transport, "--runtime", target.runtime];
        const run = runTstrace(["run", ...own, ...options, "program.mjs"], { cwd, path: target.path });
        assert.equal(run.status, 0, run.stderr);
        const db = new DatabaseSync(join(cwd, "traces.sqlite"));
        const all = (query: string): unknown[][] => db.prepare(query).all().map((row) => Object.values(row));
        assert.ok(Number(all("SELECT count(*) FROM traces")[0][0]) < 300);
        const names = "func IN ('fib', 'fail', 'wait')";
        const counts = "func, calls, returns, exceptions, unfinished, callers";
        assert.deepEqual(all(`SELECT ${counts} FROM statistics WHERE ${names} ORDER BY func`), [
          ["fail", 300, 225, 75, 0, 1],
          ["fib", 3 * FIB, 3 * FIB, 0, 0, 3],
          ["wait", 30, 30, 0, 0, 1],
        ]);
        const [fib, wait] = ["fib", "wait"].map((name) => all(`SELECT * FROM statistics WHERE func = '${name}'`)[0]);
        assert.ok(fib && wait);
        const times =
          "self > 0 AND self <= total AND waiting >= 0 AND shortest <= median * 1.07 AND p99 <= longest * 1.07";
        assert.equal(all(`SELECT 1 FROM statistics WHERE ${names} AND ${times}`).length, 3);
        assert.deepEqual(all("SELECT waiting > 0, waiting + total >= average FROM statistics WHERE func = 'wait'"), [[
          1,
          1,
        ]]);
        // Recursion counts once: what runs is the module, whatever it calls.
        const inner = "(SELECT total FROM statistics WHERE func = 'fib')";
        assert.equal(all(`SELECT 1 FROM statistics WHERE func = '<module>' AND total >= ${inner}`).length, 1);
        const pairs = "SELECT caller, calls FROM callers WHERE func = 'fib' ORDER BY caller";
        assert.deepEqual(all(pairs), [["<module>", 3], ["fib", 3 * (FIB - 11)], ["wait", 30]]);
        assert.equal(all("SELECT DISTINCT process FROM counters").length, 2);
        db.close();
      }));
  }
}
