import assert from "node:assert/strict";
import { test } from "node:test";
import { hasHook, withHook } from "./hook_environment.ts";

test("the hook is added once, and nothing else", () => {
  const once = withHook({ A: "1" }, "/h.cjs");
  assert.deepEqual(once, { A: "1", NODE_OPTIONS: '--require "/h.cjs"', BUN_OPTIONS: '"--preload=/h.cjs"' });
  assert.deepEqual(withHook(once, "/h.cjs"), once);
  const half = { NODE_OPTIONS: once.NODE_OPTIONS };
  assert.ok(!hasHook(half, "/h.cjs") && hasHook(withHook(half, "/h.cjs"), "/h.cjs"));
  assert.ok(!hasHook(once, "/other.cjs"));
});
