import assert from "node:assert/strict";
import { test } from "node:test";
import { editDistance, nearest } from "./distance.ts";

test("the distance counts insertions, deletions, replacements and swaps", () => {
  assert.equal(editDistance("", "abc"), 3);
  assert.equal(editDistance("quiet", "quiet"), 0);
  assert.equal(editDistance("quiet", "quite"), 1);
  assert.equal(editDistance("runtime", "untimed"), 2);
});

test("only a near name is suggested", () => {
  const names = ["--quiet", "--append", "--db"];
  assert.equal(nearest("--qiuet", names), "--quiet");
  assert.equal(nearest("--apend", names), "--append");
  assert.equal(nearest("--allow-net", names), undefined);
});
