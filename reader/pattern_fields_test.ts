import assert from "node:assert/strict";
import { test } from "node:test";
import { branchesOf, mayBeTime, staysInField } from "./pattern_fields.ts";

test("a pattern is divided into its alternatives where they are independent", () => {
  assert.deepEqual(branchesOf("a|b"), ["a", "b"]);
  assert.deepEqual(branchesOf("a(b|c)|[|]|\\|"), ["a(b|c)", "[|]", "\\|"]);
  assert.deepEqual(branchesOf("abc"), ["abc"]);
  assert.deepEqual(branchesOf("(a)|\\1b"), ["(a)|\\1b"]);
});

test("patterns of letters, digits and signs stay within one field", () => {
  const patterns = [
    "7\\d",
    "99:99",
    "a|b",
    "[5-8]{3}",
    "x1?",
    "-",
    "(?:ms|ns)+",
    "[a-c_-]x",
    "\\bid\\b",
    "\\[\\]",
    "1/2",
  ];
  for (const pattern of patterns) assert.equal(staysInField(pattern), true, pattern);
});

test("what can match blanks, commas and whatever else stands between fields does not stay in one", () => {
  const patterns = [
    "a b",
    ".",
    "^1",
    "1$",
    "\\s",
    "[^a]",
    "= 5",
    "\\(",
    "1,",
    "number:",
    "x:?",
    "x:\\d*",
    "(?=a)",
    "[ -~]",
  ];
  patterns.push(
    "a=b",
    "\\W",
    "\\D",
    "\\x20",
    "\\u0020",
    "(a)\\1",
    "[0-:]",
    "[+-/]",
    "x:(a)",
    "[,]",
    "\\t",
    "\\B",
    "[\\s]",
  );
  for (const pattern of patterns) assert.equal(staysInField(pattern), false, pattern);
});

test("only what has nothing but digits and units in it may be part of a time", () => {
  for (const pattern of ["07:04", "7\\d", "x|1", "ms", "[a-z]"]) assert.equal(mayBeTime(pattern), true, pattern);
  for (const pattern of ["total", "x1", "cart|total"]) assert.equal(mayBeTime(pattern), false, pattern);
});
