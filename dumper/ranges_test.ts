import assert from "node:assert/strict";
import { test } from "node:test";
import { Ranges } from "./ranges.ts";
import { random } from "./test_keep.ts";

test("ranges hold what was added, in whatever order, and forget what is below", () => {
  const below = random(7);
  for (let round = 0; round < 50; round++) {
    const ranges = new Ranges();
    const numbers = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const from = below(200);
      const to = from + below(12);
      ranges.add(from, to);
      for (let number = from; number <= to; number++) numbers.add(number);
    }
    const limit = below(100);
    ranges.prune(limit);
    for (let number = limit; number < 220; number++) assert.equal(ranges.has(number), numbers.has(number));
  }
});
