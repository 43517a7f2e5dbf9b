import assert from "node:assert/strict";
import { test } from "node:test";
import { TstraceError } from "../errors.ts";
import { compare, type Comparison } from "./diff.ts";
import { parseIgnored } from "./ignore.ts";
import { type Recorder, withRecording } from "./testing.ts";

type Record = (recorder: Recorder) => void;

function compared(a: Record, b: Record, ignore: string[] = [], limit = 10): Comparison {
  return withRecording(a, (first) => withRecording(b, (second) => compare(first, second, parseIgnored(ignore), limit)));
}

function found(comparison: Comparison): string[] {
  return comparison.differences.map(({ kind, path, inA, inB }) =>
    `${kind} ${path.slice(1).join(">")}: ${inA} | ${inB}`
  );
}

/** `main`, which calls `step` with each of these numbers; `step` returns its double, or what `results` says. */
function steps(numbers: number[], results: { [number: number]: string } = {}, tick = 0): Record {
  return (r) => {
    const main = r.call("main");
    for (const number of numbers) {
      const step = r.call("step", ["n", String(number), "number"]);
      r.tick(100 + tick);
      r.end(step, results[number] ?? String(number * 2), "number");
    }
    r.end(main);
  };
}

test("recordings that differ in time alone are the same", () => {
  const comparison = compared(steps([1, 2, 3]), steps([1, 2, 3], {}, 5000));
  assert.deepEqual([comparison.same, comparison.differ, comparison.onlyA, comparison.onlyB], [4, 0, 0, 0]);
});

test("an argument that differs is named with its path", () => {
  const comparison = compared(steps([1, 2, 3]), steps([1, 7, 3], { 7: "4" }));
  assert.deepEqual(found(comparison), ["arguments main>step: n = 2 | n = 7"]);
  assert.deepEqual([comparison.differences[0].a, comparison.differences[0].b], [4, 4]);
});

test("a result that differs inside comes before the one that it leads to", () => {
  const program = (inner: string): Record => (r) => {
    const outer = r.call("outer");
    const call = r.call("inner");
    r.end(call, inner, "number");
    r.end(outer, inner, "number");
  };
  assert.deepEqual(found(compared(program("1"), program("2"))), [
    "result outer>inner: return value = 1 | return value = 2",
    "result outer: return value = 1 | return value = 2",
  ]);
});

test("an exception in place of a result is another end", () => {
  const program = (fails: boolean): Record => (r) => {
    const call = r.call("f");
    if (fails) r.fail(call);
    else r.end(call);
  };
  assert.deepEqual(found(compared(program(false), program(true))), [
    "end f: return: return value = undefined | exception: exception = Error: no",
  ]);
});

test("a call put in between is one difference, the calls behind it are the same", () => {
  const comparison = compared(steps([1, 2, 3, 4]), steps([1, 9, 2, 3, 4]));
  assert.deepEqual(found(comparison), ["only in B main>step:  | step(n = 9)"]);
  assert.deepEqual([comparison.same, comparison.onlyB], [5, 1]);
});

test("calls in another order are told as such", () => {
  const program = (...names: string[]): Record => (r) => {
    for (const name of names) r.end(r.call(name));
  };
  const comparison = compared(program("a", "b", "c"), program("b", "a", "c"));
  assert.equal(found(comparison)[0].startsWith("only in"), true);
  assert.deepEqual([comparison.same, comparison.onlyA, comparison.onlyB], [2, 1, 1]);
});

test("what the two have not in common is skipped, with all that it called", () => {
  const program = (name: string): Record => (r) => {
    const call = r.call(name);
    r.end(r.call("inner"));
    r.end(call);
    r.end(r.call("last"));
  };
  const comparison = compared(program("x"), program("y"));
  assert.deepEqual(found(comparison), ["order : x() | y()"]);
  assert.deepEqual([comparison.same, comparison.onlyA, comparison.onlyB], [1, 2, 2]);
});

test("addresses are no difference", () => {
  const program = (address: string): Record => (r) => r.end(r.call("f", ["p", `"at ${address}"`, "string"]));
  assert.equal(compared(program("0x7ffe0011aabb"), program("0x7ffe99887766")).same, 1);
  assert.equal(compared(program("0x10"), program("0x11")).differ, 1);
});

test("what is ignored is no difference", () => {
  const one = steps([1, 2], { 2: "5" });
  const other = steps([1, 3], { 3: "6" });
  assert.equal(compared(one, other).differ, 1);
  assert.equal(compared(one, other, ["step(n)"]).differ, 1);
  assert.equal(compared(one, other, ["st*(n)", "*(return)"]).differ, 0);
  assert.equal(compared(steps([1]), steps([1, 2, 3]), ["step"]).same, 1);
});

test("functions are summed up", () => {
  const { functions } = compared(steps([1, 2]), steps([1, 5, 6]));
  const step = functions.find(({ name }) => name === "step");
  assert.deepEqual([step?.callsA, step?.callsB, step?.differ, step?.onlyB], [2, 3, 1, 1]);
});

test("another thread is a difference", () => {
  const program = (thread: number): Record => (r) => {
    r.thread = thread;
    r.end(r.call("f"));
  };
  const { onlyA, onlyB } = compared(program(1), program(2));
  assert.deepEqual([onlyA, onlyB], [1, 1]);
});

test("however much differs, only so many differences are listed, and all are counted", () => {
  const { differences, differ } = compared(steps([1, 2, 3]), steps([4, 5, 6]), [], 1);
  assert.deepEqual([differences.length, differ], [1, 3]);
});

test("nonsense to ignore is refused", () => {
  assert.throws(() => parseIgnored(["f("]), TstraceError);
});
