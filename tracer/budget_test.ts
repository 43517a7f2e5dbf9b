import assert from "node:assert/strict";
import test from "node:test";
import { type Budget, DEFAULT_BUDGET, lessThan } from "./budget.ts";

test("less is never more than what was asked for, and each step shows no more than the one before", () => {
  const asked: Budget = { values: true, depth: 0, entries: 3, leaves: 32, units: 40 };
  assert.equal(lessThan(asked, 0), asked);
  assert.deepEqual(lessThan(asked, 1), { values: true, depth: 0, entries: 3, leaves: 8, units: 40 });
  assert.deepEqual(lessThan(asked, 2), { values: true, depth: 0, entries: 0, leaves: 8, units: 32 });
  assert.deepEqual(lessThan(DEFAULT_BUDGET, 1), { values: true, depth: 1, entries: 4, leaves: 8, units: 64 });
  // A number that nobody has given a meaning shows what was asked for.
  assert.equal(lessThan(asked, 3), asked);
});
