import assert from "node:assert/strict";
import { test } from "node:test";
import { HeldBit, SAMPLE_EVERY } from "../ring/layout.ts";
import { traceSource } from "./testing.ts";

/** What was recorded below the body that makes the functions. */
function below(trace: () => string[]): string[] {
  return trace().slice(1).map((line) => line.replace(/^ {2}/, ""));
}

/** The counts of the only function that is held back. */
function countsOf(held: ReturnType<ReturnType<typeof traceSource>["hold"]>) {
  return [...held.counts()][0];
}

test("a muted function is not recorded, what it calls is below its caller, and its calls are counted", () => {
  const { result, trace, hold } = traceSource<Record<string, () => void>>(`
    function inner() {}
    function middle() { inner(); }
    function outer() { middle(); }
    async function later() { inner(); }
    function* list() { yield 1; }
    return { outer, later, all: () => [...list()] };
  `);
  const held = hold("middle", HeldBit.MUTED);
  hold("later", HeldBit.MUTED);
  hold("list", HeldBit.MUTED);
  result.outer();
  void result.later();
  result.all();
  assert.deepEqual(below(trace), [
    ...["> outer()", "  > inner()", "  < inner undefined", "< outer undefined", "> inner()", "< inner undefined"],
    ...["> all()", "< all Array[1]"],
  ]);
  assert.deepEqual([...held.counts()].map(({ muted, calls }) => [muted, calls]), [[1, 0], [1, 0], [1, 0]]);
  hold("middle", HeldBit.MUTED, false);
  result.outer();
  assert.deepEqual(below(trace).slice(8), [
    ...["> outer()", "  > middle()", "    > inner()", "    < inner undefined", "  < middle undefined"],
    "< outer undefined",
  ]);
});

test("a function that is counted is measured, and what it calls is below the recorded call around it", () => {
  const { result, trace, hold } = traceSource<Record<string, (n: number) => number>>(`
    function leaf(n) { return n; }
    function hot(n) { return n > 0 ? hot(n - 1) : leaf(n); }
    function outer(n) { return hot(n); }
    return { outer };
  `);
  const held = hold("hot", HeldBit.COUNTED);
  result.outer(2);
  assert.deepEqual(below(trace), ["> outer(2)", "  > leaf(0)", "  < leaf 0", "< outer 0"]);
  // The clock goes on by 10 ns each time that it is read.
  const expected = {
    muted: 0,
    calls: 3,
    exceptions: 0,
    duration: 30 + 50 + 70,
    running: 70,
    shortest: 30,
    longest: 70,
    sampled: 0,
  };
  assert.deepEqual(countsOf(held), { function: 2, ...expected, kept: 0 });
});

test("of a function that is counted each exception and each outlier is recorded, and one call in so many", () => {
  const { result, trace, hold } = traceSource<Record<string, (n: number) => void>>(`
    function hot(n) { if (n < 0) throw new RangeError("no"); if (n > 100) wait(n); }
    function tick() {}
    function wait(n) { for (let i = 0; i < n; i++) tick(); }
    function outer(n) { try { hot(n); } catch {} }
    return { hot, outer };
  `);
  const held = hold("hot", HeldBit.COUNTED);
  hold("tick", HeldBit.COUNTED);
  for (let i = 0; i < 50; i++) result.hot(i);
  assert.deepEqual(below(trace), []);
  result.outer(-1);
  assert.deepEqual(below(trace), ["> outer(-1)", '! hot RangeError "no"'.replace('"no"', "no[]"), "< outer undefined"]);
  result.hot(3000);
  assert.equal(below(trace).filter((line) => line === "< hot undefined").length, 1);
  const { calls, exceptions, kept } = countsOf(held);
  assert.deepEqual({ calls, exceptions, kept }, { calls: 52, exceptions: 1, kept: 2 });
  for (let i = 0; i < SAMPLE_EVERY; i++) result.hot(0);
  assert.equal(below(trace).filter((line) => line === "> hot(0)").length, 1);
});

test("a counted call that is left without a word is counted, and the stack is right behind it", () => {
  const { result, trace, hold } = traceSource<Record<string, () => void>>(`
    function bare(a) { "use strict"; var a; throw 1; }
    function hot() { inner(); }
    function inner() { throw 1; }
    function outer() { try { hot(); } catch {} last(); }
    function last() {}
    return { outer };
  `);
  const held = hold("hot", HeldBit.COUNTED);
  result.outer();
  assert.deepEqual(below(trace), [
    ...["> outer()", "  > inner()", "  ! inner 1", "! hot 1", "  > last()", "  < last undefined", "< outer undefined"],
  ]);
  assert.equal(countsOf(held).exceptions, 1);
});

test("a function that is let go while it runs ends as it began", () => {
  const { result, trace, hold } = traceSource<Record<string, (then: () => void) => void>>(`
    function hot(then) { then(); }
    return { hot };
  `);
  const held = hold("hot", HeldBit.COUNTED);
  result.hot(() => void hold("hot", HeldBit.COUNTED, false));
  result.hot(() => {});
  assert.deepEqual(below(trace).map((line) => line.trim().slice(0, 5)), ["> hot", "< hot"]);
  assert.equal(countsOf(held).calls, 1);
});

test("a tallied function is counted, recorded is what it throws and one call in so many, async ones too", async () => {
  const { result, trace, hold } = traceSource<Record<string, (n: number) => unknown>>(`
    function hot(n) { if (n < 0) throw new RangeError("no"); return inner(n); }
    function inner(n) { return n; }
    function late(n) { try { return hot(n); } finally { inner(0); } }
    async function later(n) { await null; return hot(n); }
    function* list(n) { yield hot(n); }
    function outer(n) { try { return hot(n); } catch { return 0; } }
    return { hot, late, later, outer, list: (n) => [...list(n)] };
  `);
  const held = hold("hot", HeldBit.TALLIED);
  for (const name of ["inner", "late", "later", "list"]) hold(name, HeldBit.TALLIED);
  result.outer(1);
  result.outer(-1);
  assert.deepEqual(below(trace), [
    ...["> outer(1)", "< outer 1", "> outer(-1)", "! hot RangeError no[]", "< outer 0"],
  ]);
  assert.throws(() => result.late(-1), RangeError);
  await result.later(2);
  await assert.rejects(async () => await result.later(-1), RangeError);
  assert.throws(() => result.list(-1), RangeError);
  assert.deepEqual(below(trace).slice(5).map((line) => line.trim()).filter((line) => /^! (?!<)/.test(line)), [
    ...["! hot RangeError no[]", "! late RangeError no[]", "! hot RangeError no[]", "! later RangeError no[]"],
    ...["! hot RangeError no[]", "! list RangeError no[]", "! list RangeError no[]"],
  ]);
  assert.deepEqual([...held.counts()].map(({ muted, calls, kept }) => [muted, calls, kept]), [
    ...[[6, 0, 0], [3, 0, 0], [1, 0, 0], [2, 0, 0], [1, 0, 0], [1, 0, 0]],
  ]);
  const before = trace().length;
  for (let i = 0; i < SAMPLE_EVERY; i++) result.hot(0);
  assert.deepEqual(trace().slice(before).filter((line) => line.includes("> hot")).length, 1);
});
