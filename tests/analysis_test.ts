/** Statistics, trees, comparisons and types of real recordings. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inDirectory, runTstrace, targets } from "./runtimes.ts";

const program = (rate: string): string => `
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function* counting(to: number): Generator<number> { for (let i = 0; i < to; i++) yield fib(i); }
function check(value: number, limit: number): boolean { if (value > limit) throw new RangeError("too much"); return true; }
async function load(id: number, rate: number): Promise<number> { await pause(1); return fib(id) * rate; }
async function main(): Promise<void> {
  let sum = 0;
  for (const n of counting(8)) sum += n;
  for (const limit of [100, 5]) { try { check(sum, limit); } catch {} }
  await Promise.all([load(3, ${rate}), load(4, ${rate})]);
  check(1, undefined as unknown as number);
}
await main();
`;

/** Records the program with this rate into `name.sqlite`. */
function record(cwd: string, index: number, name: string, rate: string): void {
  writeFileSync(join(cwd, "program.mts"), program(rate));
  const { runtime, path } = targets[index];
  const argv = ["run", "--quiet", "--db", `${name}.sqlite`, "--runtime", runtime, "program.mts"];
  const { status, stderr } = runTstrace(argv, { cwd, path });
  assert.equal(status, 0, stderr);
}

/** The rows that a command prints with --json. */
function rows(cwd: string, ...argv: string[]): Record<string, unknown>[] {
  const { stdout, stderr, status } = runTstrace([...argv, "--json", "--db", "a.sqlite"], { cwd });
  assert.equal(status, 0, stderr);
  return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

for (const [index, { name }] of targets.entries()) {
  test(`what the recorder counted is what the rows say, in ${name}`, () =>
    inDirectory((cwd) => {
      record(cwd, index, "a", "0.5");
      const counted = rows(cwd, "stats", "--sort", "name");
      const read = rows(cwd, "stats", "depth >= 0", "--sort", "name");
      // Percentiles are rounded in two ways, the rest is exact.
      const exact = (found: Record<string, unknown>[]) => found.map(({ median: _, p99: __, ...rest }) => rest);
      assert.deepEqual(exact(counted), exact(read));
      const of = (func: string) => counted.find((row) => row.function === func);
      assert.deepEqual([of("fib")?.callers, of("check")?.calls, of("check")?.exceptions], [3, 3, 1]);
      assert.ok(Number(of("load")?.waiting) > 0 && Number(of("fib")?.waiting) === 0);
      const sum = (key: string) => counted.reduce((all, row) => all + Number(row[key]), 0);
      assert.equal(sum("unfinished"), 0);
      const raw = rows(cwd, "stats", "--sort", "name", "--raw-times");
      const fibs = [of("fib"), raw.find((row) => row.function === "fib")].map((row) => Number(row?.self));
      assert.ok(fibs[0] >= 0 && fibs[0] < fibs[1], `${fibs}`);
      const modules = rows(cwd, "stats", "--by", "module", "--raw-times");
      assert.equal(modules[0].self, raw.reduce((all, row) => all + Number(row.self), 0));
    }));

  test(`calls after an await lie below the function that waited, in ${name}`, () =>
    inDirectory((cwd) => {
      record(cwd, index, "a", "0.5");
      const paths = rows(cwd, "tree").map(({ path, calls }) => `${path} ${calls}`);
      assert.ok(paths.includes("<module>;main;load;fib 2"), paths.join("\n"));
      const { stdout } = runTstrace(["why", "load", "--db", "a.sqlite"], { cwd });
      assert.match(stdout, /2 .* main {2}program\.mts:\d+/);
      assert.match(stdout, /rate {2}0\.5\n/);
    }));
}

test("two recordings of the same program are the same, of another one not", () =>
  inDirectory((cwd) => {
    record(cwd, 0, "a", "0.5");
    record(cwd, 0, "b", "0.5");
    const same = runTstrace(["diff", "a.sqlite", "b.sqlite"], { cwd });
    assert.equal(same.status, 0, same.stdout + same.stderr);
    record(cwd, 0, "c", "0.25");
    const { stdout, status } = runTstrace(["diff", "a.sqlite", "c.sqlite"], { cwd });
    assert.equal(status, 1);
    assert.match(stdout, /first difference, arguments: thread main > <module> > main > load\n/);
    assert.match(stdout, /rate = 0\.5\n.*rate = 0\.25\n/);
    assert.equal(
      runTstrace(["diff", "a.sqlite", "c.sqlite", "--ignore", "load(rate)", "--ignore", "load(return)"], { cwd })
        .status,
      0,
    );
    assert.equal(runTstrace(["diff", "a.sqlite", "nosuch.sqlite"], { cwd }).status, 2);
  }));

test("what a function was given against its declaration is a conflict", () =>
  inDirectory((cwd) => {
    record(cwd, 0, "a", "0.5");
    const { stdout, status } = runTstrace(["types", "--conflicts", "--db", "a.sqlite"], { cwd });
    assert.equal(status, 0);
    assert.match(stdout, /^check\(value: number, limit: number \| undefined\): boolean {2}program\.mts:5 {2}3 calls\n/);
    assert.match(stdout, /! limit: declared number, number 66\.7 %, undefined 33\.3 %\n/);
    assert.doesNotMatch(stdout, /fib/);
    const none = runTstrace(["types", "--conflicts", "func == 'fib'", "--db", "a.sqlite"], { cwd });
    assert.deepEqual([none.stdout, none.status], ["", 0]);
    assert.match(none.stderr, /^tstrace: no conflicts: /);
  }));

test("signatures say what a call gives: a promise, a generator, or the value itself", () =>
  inDirectory((cwd) => {
    record(cwd, 0, "a", "0.5");
    const { stdout } = runTstrace(["types", "--db", "a.sqlite"], { cwd });
    assert.match(stdout, /^main\(\): Promise<undefined> {2}program\.mts:7 {2}1 call$/m);
    assert.match(stdout, /^load\(id: number, rate: number\): Promise<number> {2}program\.mts:6 {2}2 calls$/m);
    assert.match(stdout, /^counting\(to: number\): Generator<number, undefined> {2}/m);
    assert.match(stdout, /^fib\(n: number\): number {2}/m);
  }));

test("a filter that names nothing is told the nearest name, and nonsense its place", () =>
  inDirectory((cwd) => {
    record(cwd, 0, "a", "0.5");
    for (const command of ["stats", "tree", "types"]) {
      assert.match(runTstrace([command, "func == 'fibb'", "--db", "a.sqlite"], { cwd }).stderr, /nearest: fib/);
      assert.equal(runTstrace([command, "func ==", "--db", "a.sqlite"], { cwd }).status, 2);
    }
    assert.match(runTstrace(["why", "fibb", "--db", "a.sqlite"], { cwd }).stderr, /nearest: fib/);
  }));
