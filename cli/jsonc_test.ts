import assert from "node:assert/strict";
import { test } from "node:test";
import { JsonError, parseJsonc, plainValue } from "./jsonc.ts";

test("what is JSON means the same as to JSON.parse", () => {
  const texts = [
    "{}",
    "[]",
    '"a\\n\\u0041\\"b"',
    "-0.5e+3",
    "null",
    '{"a": [1, true, {"b": null}], "__proto__": {"c": 1}, "": "x"}',
    ' [ [ ] , { } , "//" , "/* */" ] \n',
  ];
  for (const text of texts) assert.deepEqual(plainValue(parseJsonc(text)), JSON.parse(text), text);
});

test("comments, commas at the end and a byte order mark are allowed, and lines are counted through them", () => {
  const json = parseJsonc('\ufeff// first\n{ /* a\nb */ "one": 1,\r\n  "two": [1, 2,], // more\n}\n');
  assert.deepEqual(plainValue(json), { one: 1, two: [1, 2] });
  assert.ok(json.kind === "object");
  assert.deepEqual(json.members.map(({ name, line }) => [name, line]), [["one", 3], ["two", 4]]);
});

test("what is no JSON is refused at its place", () => {
  const mistakes: [string, string, RegExp][] = [
    ["", "1:1", /a value is wanted/],
    ['{"a": 1', "1:8", /"}" is wanted/],
    ['{\n  "a": x }', "2:8", /no value/],
    ['{"a" 1}', "1:6", /":" is wanted/],
    ["{a: 1}", "1:2", /no value|name in quotes/],
    ['["a]', "1:2", /does not end/],
    ["[1 2]", "1:4", /"," is wanted/],
    ["[1}", "1:3", /is wanted/],
    ["{} x", "1:4", /no value|behind the end/],
    ["{} {}", "1:4", /behind the end/],
    ["/* x", "1:1", /comment does not end/],
    ["[".repeat(1_000_000), "1:1", /nested too deeply/],
  ];
  for (const [text, place, reason] of mistakes) {
    assert.throws(() => parseJsonc(text), (error) => {
      assert.ok(error instanceof JsonError);
      assert.match(error.message, reason);
      assert.equal(`${error.line}:${error.column}`, place, text);
      return true;
    });
  }
});
