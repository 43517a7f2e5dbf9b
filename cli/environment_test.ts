import assert from "node:assert/strict";
import { test } from "node:test";
import { tracedEnvironment } from "./environment.ts";

test("the hook goes behind the user's NODE_OPTIONS and in front of BUN_OPTIONS", () => {
  const base = { NODE_OPTIONS: "--no-warnings", BUN_OPTIONS: "--smol", HOME: "/home/ada", NONE: undefined };
  assert.deepEqual(tracedEnvironment(base, "/tmp/a b/hook.cjs"), {
    NODE_OPTIONS: '--no-warnings --require "/tmp/a b/hook.cjs"',
    BUN_OPTIONS: '"--preload=/tmp/a b/hook.cjs" --smol',
    HOME: "/home/ada",
  });
});

test("without options of the user the hook stands alone", () => {
  const { NODE_OPTIONS, BUN_OPTIONS } = tracedEnvironment({ NODE_OPTIONS: " " }, "/h.cjs");
  assert.deepEqual([NODE_OPTIONS, BUN_OPTIONS], ['--require "/h.cjs"', '"--preload=/h.cjs"']);
});
