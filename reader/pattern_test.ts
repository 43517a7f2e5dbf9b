import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePattern, findHits, PatternError } from "./pattern.ts";

function hits(pattern: string, text: string): number[] {
  return findHits(text, compilePattern({ text: pattern, negate: false }));
}

test("a pattern without capitals matches both cases", () => {
  assert.deepEqual(hits("cd|f", "abCdef"), [2, 4, 5, 6]);
  assert.deepEqual(hits("C", "abcdef"), []);
  assert.deepEqual(hits("\\Sd", "abCD"), [2, 4]);
});

test("empty matches are no hits", () => {
  assert.deepEqual(hits("x*", "axxb"), [1, 3]);
});

test("a wrong pattern is explained at its place", () => {
  assert.throws(
    () => hits("ab(c", ""),
    (error: PatternError) =>
      error.place?.start === 2 && /^invalid regular expression: .*not closed/.test(error.message),
  );
  // Only the engine knows that there is no such property.
  assert.throws(() => hits("(?<a>x)(?<a>y)", ""), (error: PatternError) => error.place === undefined);
});
