import assert from "node:assert/strict";
import { test } from "node:test";
import { Runs } from "./runs.ts";
import { createRandom } from "./stress_calls.ts";

test("stretches that were added are passed over in both directions, however they overlap", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = createRandom(seed);
    const runs = new Runs();
    const hidden = new Set<number>();
    for (let i = 0; i < 30; i++) {
      const start = Math.floor(random() * 200);
      const end = start + Math.floor(random() * 12) - 2;
      runs.add(start, end);
      for (let id = start; id <= end; id++) hidden.add(id);
      for (let id = -1; id < 220; id++) {
        let after = id;
        while (hidden.has(after)) after++;
        let before = id;
        while (hidden.has(before)) before--;
        assert.deepEqual([runs.after(id), runs.before(id)], [after, before], `seed ${seed}, ${id}`);
      }
    }
  }
});
