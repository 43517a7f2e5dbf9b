import assert from "node:assert/strict";
import { test } from "node:test";
import { ValueBudget } from "./value_budget.ts";

const kept = (isKept: (place: number) => boolean, count: number): number[] =>
  Array.from({ length: count }, (_, place) => place).filter(isKept);

test("what there is room for is all kept", () => {
  const budget = new ValueBudget(4, 8);
  assert.deepEqual(kept(budget.choose(["aa", null, "bb", "cc"], [1, 1, 1, 1]), 4), [0, 1, 2, 3]);
  assert.equal(budget.leftOut, 0);
});

test("where there is no room for all, values of exceptions and of the longest calls are kept", () => {
  const budget = new ValueBudget(4, 4);
  const isKept = budget.choose(["aa", "bb", "cc", "dd"], [5, 9, Infinity, 1]);
  assert.deepEqual(kept(isKept, 4), [1, 2]);
  assert.equal(budget.leftOut, 2);
});

test("each stretch has its share, and what the one before left", () => {
  const budget = new ValueBudget(4, 8);
  assert.equal(kept(budget.choose(["aaa", "bbb"], [1, 2]), 2).length, 1);
  assert.equal(kept(budget.choose(["aa", "bbb"], [1, 2]), 2).length, 2);
});

test("a text that is very long is cut, and counted", () => {
  const budget = new ValueBudget(1);
  assert.equal(budget.shorten("x".repeat(100_000))?.length, 8193);
  assert.equal(budget.shorten("short"), "short");
  assert.equal(budget.cut, 1);
});
