import assert from "node:assert/strict";
import { test } from "node:test";
import { findInShown } from "./shown.ts";

function at(shown: string, ...path: string[]): unknown {
  const answer = findInShown(shown, shown.startsWith("[") ? "Array" : "Object", path);
  return typeof answer === "string" ? answer : answer.value;
}

test("what is shown plainly is found in the text", () => {
  const shown =
    '{id: -5, "a-b": "x, y}", größe: 1.5e+21, in: {tags: ["p", [1, 2, …+7]], none: null}, s: "ab"…+5, big: 12n, …+3}';
  assert.equal(at(shown, "id"), "-5");
  assert.equal(at(shown, "a-b"), '"x, y}"');
  assert.equal(at(shown, "größe"), "1.5e+21");
  assert.equal(at(shown, "in", "tags", "0"), '"p"');
  assert.equal(at(shown, "in", "tags", "1", "length"), "9");
  assert.equal(at(shown, "in", "tags", "1"), null);
  assert.equal(at(shown, "in", "none"), "null");
  assert.equal(at(shown, "s"), '"ab"…+5');
  assert.equal(at(shown, "s", "length"), "7");
  assert.equal(at(shown, "big"), "12n");
  assert.equal(at('{s: "a\\"b\\n\\u{202e}\\\\"}', "s", "length"), "6");
  assert.equal(at("[1, 2]", "length"), "2");
  assert.equal(at("[]", "length"), "0");
  assert.equal(at("[…+10]", "length"), "10");
});

test("what is not there is missing", () => {
  for (
    const [shown, ...path] of [
      ["{}", "a"],
      ["{a: 1, …+3}", "b"],
      ["{a: 1}", "a", "b"],
      ['{a: "x"}', "a", "0"],
      ["[1, 2]", "2"],
      ["[1, 2]", "01"],
      ["[1, 2]", "x"],
      ["[1, 2]", "length", "x"],
      ["{a: 1}", "length"],
    ]
  ) {
    assert.equal(at(shown, ...path), "missing", `${shown} ${path}`);
  }
});

test("where the text could mean something else, the bytes are asked", () => {
  for (
    const shown of [
      "{f: go, a: 1}",
      '{"a" => 1}',
      "{1, 2}",
      "{x: Map {}, a: 1}",
      "{x: <ref #1>, a: 1}",
      "{x: 2026-11-23T10:07:04.000Z, a: 1}",
      "{x: /a, b/, a: 1}",
      "{x: Symbol(a: 1), a: 1}",
      "{x: Error: a: 1, a: 1}",
      "{true: true, a: 1}",
      "{x: [redacted], a: 1}",
      "{x: ..., a: 1}",
      '{"q\\"": 1, a: 1}',
      '{x: "y, a: 1}',
      "{x: 1",
      "{",
      "{x",
      "Proxy",
    ]
  ) {
    assert.equal(at(shown, "a"), "undecided", shown);
  }
  assert.equal(findInShown("go", "function", ["name"]), "undecided");
  assert.equal(findInShown("{a: 1}", "Cart", ["a"]), "undecided");
});

test("values without anything inside are decided by their type", () => {
  assert.equal(findInShown("5", "number", ["a"]), "missing");
  assert.deepEqual(findInShown('"abc"', "string", ["length"]), { value: "3", type: "number" });
  assert.deepEqual(findInShown('"abc"…+900', "string", ["length"]), { value: "903", type: "number" });
});
