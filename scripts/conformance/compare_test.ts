import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "./compare.ts";
import { parseTest } from "./test_file.ts";

const ordinary = parseTest("x.js", "/*---\n---*/\n");
const early = parseTest("x.js", "/*---\nnegative:\n  phase: parse\n---*/\n");
const good = { status: 0, stdout: "a\n", stderr: "" };
const bad = { status: 1, stdout: "", stderr: "TypeError: no\n    at f (x.js:1:2)\n    at node:internal/x\n" };

test("what is the same has no differences", () => {
  assert.deepEqual(compare(ordinary, good, good), []);
  assert.deepEqual(compare(ordinary, bad, bad), []);
});

test("differences are told apart", () => {
  const kinds = (plain: typeof good, traced: typeof good, test = ordinary): string[] =>
    compare(test, plain, traced).map(({ kind }) => kind);
  assert.deepEqual(kinds(good, { ...good, status: 1 }), ["status"]);
  assert.deepEqual(kinds(good, { ...good, stdout: "b\n" }), ["output"]);
  assert.deepEqual(kinds(bad, { ...bad, stderr: bad.stderr.replace("TypeError", "RangeError") }), ["error"]);
  assert.deepEqual(kinds(bad, { ...bad, stderr: bad.stderr.replace(":2", ":9") }), ["error text"]);
  assert.deepEqual(kinds(bad, { ...bad, stderr: bad.stderr.replace("internal/x", "internal/y") }), ["runtime frames"]);
  assert.deepEqual(kinds(bad, { ...bad, stderr: "SyntaxError: else\n" }, early), ["early error text"]);
  assert.deepEqual(kinds(good, { ...good, stderr: "tstrace: x runs untraced\n" }), ["tracer"]);
});

test("records that make no sense are a difference", () => {
  const steps = [{ kind: "return" as const, call: 1, parent: 0, func: "f" }];
  assert.equal(compare(ordinary, good, { ...good, steps })[0].kind, "records");
});
