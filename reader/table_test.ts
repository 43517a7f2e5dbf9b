import assert from "node:assert/strict";
import { test } from "node:test";
import type { QueryResult } from "../store/mod.ts";
import { printQuery, type QueryFormat } from "./table.ts";

const RESULT: QueryResult = {
  columns: ["func", "n", "n"],
  rows: [["größe", 1, 10n ** 20n], ['a"b,c', null, 2], ["日本\x1b[2J", new Uint8Array([1, 255]), 3.5]],
};

function printed(format: QueryFormat, result: QueryResult = RESULT): string[] {
  let text = "";
  printQuery(result, format, (piece) => {
    text += piece;
    return true;
  });
  assert.ok(text.endsWith("\n") || text === "");
  return text.split("\n").slice(0, -1);
}

test("a table has columns as wide as what is in them, and nothing that a terminal obeys", () => {
  assert.deepEqual(printed("table"), [
    "func         n                            n",
    "-----------  -------  ---------------------",
    "größe        1        100000000000000000000",
    'a"b,c                                     2',
    "日本\\x1b[2J  x'01ff'                    3.5",
  ]);
  assert.deepEqual(printed("table", { columns: ["a"], rows: [] }), ["a", "-"]);
});

test("JSON has an object a row, with what a terminal would obey escaped", () => {
  assert.deepEqual(printed("json"), [
    '{"func":"größe","n":1,"n":100000000000000000000}',
    '{"func":"a\\"b,c","n":null,"n":2}',
    '{"func":"日本\\u001b[2J","n":"01ff","n":3.5}',
  ]);
  assert.deepEqual(printed("json", { columns: ["\x9b"], rows: [["\u202e"]] }), ['{"\\u009b":"\\u202e"}']);
});

test("CSV has quotes where they are needed", () => {
  assert.deepEqual(printed("csv").slice(0, 3), ["func,n,n", "größe,1,100000000000000000000", '"a""b,c",,2']);
  assert.deepEqual(printed("csv", { columns: ["a"], rows: [["x\ny"]] }), ["a", '"x', 'y"']);
});

test("a long result is written in pieces, until nobody reads any more", () => {
  const rows = Array.from({ length: 5000 }, (_, i) => [i]);
  let pieces = 0;
  printQuery({ columns: ["a"], rows }, "json", () => ++pieces < 3);
  assert.equal(pieces, 3);
});
