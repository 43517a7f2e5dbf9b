import assert from "node:assert/strict";
import { test } from "node:test";
import { openWriter, type StoreReader } from "../store/mod.ts";
import { createFilter } from "./filter.ts";
import { type TestTrace, withTraces } from "./testing.ts";

function found(reader: StoreReader, text: string): number[] {
  const filter = createFilter(text, reader);
  const ids = [...filter.chunks()].flat().map(({ id }) => id);
  if (text.length < 1000) assert.equal(filter.count(0, 1e9), ids.length, text);
  return ids;
}

const TRACES: TestTrace[] = [
  { triples: [["items", "[1, 2]", "Array"], ["rate", "0.2", "number"]], depth: 1 },
  { kind: 1, duration: 5_000_000, triples: [["return value", '"abc"', "string"]] },
  { kind: 2, duration: 900, triples: [["exception", "no such file", "TypeError"]], function: 2 },
  { kind: 0, function: 3 },
  { kind: 4, function: null, call: null, lost: 7 },
  { kind: 1, duration: 1, triples: [["return value", '"say \\"hi\\""', "string"]], function: 4 },
  { triples: [["rate", '"0.2"', "string"], ["n", "-5n", "bigint"], ["ok", "true", "boolean"]] },
];

test("every field is found by its operators", () => {
  withTraces(TRACES, (reader) => {
    const cases: [string, number[]][] = [
      ["func == 'fib'", [1, 2, 7]],
      ["func == 'FIB'", [1, 2, 7]],
      ["func == 'f%'", [1, 2, 3, 7]],
      ["func != 'f%'", [4, 6]],
      ["func ~ '^Cart\\.'", [4]],
      ["func in ('foo', 'Cart.total')", [3, 4]],
      ["func not in ('foo', 'Cart.total')", [1, 2, 6, 7]],
      ["module == 'src/cart.ts'", [1, 2, 3, 4, 6, 7]],
      ["module == '/home/ada/shop/src/cart.ts' and depth == 1", [1]],
      ["module != 'src/cart.ts'", []],
      ["kind == 'exception'", [3]],
      ["kind in ('return', 'overflow')", [2, 5, 6]],
      ["duration > 5us", [2]],
      ["duration == '5 ms'", [2]],
      ["not duration > 5us", [3, 6]],
      ["pid == 1234 and tid == 1 and depth >= 1", [1]],
      ["pid != 1234", []],
      ["time == '10:07:04,003'", [3]],
      ["time > '2026/11/23 10:07:04,006'", [7]],
      ["time >= '-1ms'", [6, 7]],
      ["time < '+2ms'", [1]],
      ["arg == 'rate'", [1, 7]],
      ["type == 'TypeError'", [3]],
      ["value == '0.2'", [1, 7]],
      ["value == 0.2", [1]],
      ["value == -5", [7]],
      ["value == true", [7]],
      ["value == 'abc'", [2]],
      ["value == '\"abc\"'", [2]],
      [`value == 'say "hi"'`, [6]],
      [`value == 'say \\"hi\\"'`, [6]],
      ["value == 'ab%'", [2]],
      ["value ~ '^abc$'", [2]],
      ["value > 0.1", [1]],
      ["return == 'abc'", [2]],
      ["return.length == 3", [2]],
      ["exception ~ 'file'", [3]],
      ["arg.rate == 0.2", [1]],
    ];
    for (const [text, ids] of cases) assert.deepEqual(found(reader, text), ids, text);
  });
});

test("arg, value and type speak of one and the same argument", () => {
  withTraces(TRACES, (reader) => {
    assert.deepEqual(found(reader, "arg == 'rate' and type == 'string'"), [7]);
    assert.deepEqual(found(reader, "arg == 'items' and value == '0.2'"), []);
    assert.deepEqual(found(reader, "arg == 'return value' and not value == 'abc'"), [6]);
    assert.deepEqual(found(reader, "arg == 'rate' and (type == 'string' or depth == 1)"), [1, 7]);
    assert.deepEqual(found(reader, "arg.rate == '0.2' and arg.n == -5"), [7]);
  });
});

test("a filter follows a database that grows", () => {
  withTraces(TRACES, (reader, path) => {
    const filter = createFilter("func == 'late' or module == 'late.ts'", reader);
    assert.equal(filter.count(0, 1e9), 0);
    addLate(path);
    assert.equal(filter.count(0, 1e9), 1);
    assert.deepEqual([...filter.chunks({ from: 8 })].flat().map(({ func }) => func), ["late"]);
  });
});

test("a search goes on where it stopped, in both directions", () => {
  const many = Array.from({ length: 5000 }, (_, i): TestTrace => ({ depth: i % 1000 === 0 ? 1 : 0 }));
  withTraces(many, (reader) => {
    const filter = createFilter("depth == 1", reader);
    const forward = filter.search({ from: 0, direction: 1, rows: 1500, limit: 10 });
    assert.deepEqual([forward.traces.map(({ id }) => id), forward.next], [[1, 1001], 1501]);
    const limited = filter.search({ from: 0, direction: 1, rows: 1500, limit: 1 });
    assert.deepEqual([limited.traces.map(({ id }) => id), limited.next], [[1], 2]);
    const end = filter.search({ from: 4500, direction: 1, rows: 1500, limit: 10 });
    assert.deepEqual([end.traces, end.next], [[], undefined]);
    const back = filter.search({ from: 5001, direction: -1, rows: 1500, limit: 10 });
    assert.deepEqual([back.traces.map(({ id }) => id), back.next], [[4001], 3501]);
    assert.equal(filter.search({ from: 900, direction: -1, rows: 1500, limit: 10 }).next, undefined);
    assert.deepEqual([...filter.chunks({ reverse: true, limit: 2 })].flat().map(({ id }) => id), [4001, 3001]);
  });
});

test("what a filter says reaches SQL as a value, never as SQL", () => {
  withTraces(TRACES, (reader) => {
    const hostile = [
      "'; DROP TABLE traces; --",
      "' OR 1 = 1 --",
      "\\' OR \\'1\\' = \\'1",
      "x') UNION SELECT 1 --",
      "\0",
      "a\0b",
      "%\0%",
      "\x1e",
      "\x1f",
      "\u202e\ud800😀",
      "?1",
      "${x}",
    ];
    for (const text of hostile) {
      const literal = `'${text.replaceAll("\\'", "'").replaceAll("'", "''")}'`;
      for (
        const field of [
          "func",
          "module",
          "arg",
          "value",
          "type",
          "arg.rate",
          "return.x",
          `arg."${text.replaceAll('"', "")}"`,
        ]
      ) {
        assert.deepEqual(found(reader, `${field} == ${literal}`), [], `${field} == ${literal}`);
        assert.doesNotThrow(() => found(reader, `${field} != ${literal}`));
        assert.doesNotThrow(() => found(reader, `${field} in (${literal}, 'x')`));
      }
      assert.deepEqual(found(reader, `kind == ${literal} and func == 'fib'`), []);
    }
    assert.equal(reader.count(), TRACES.length);
  });
});

test("long filters are answered, or refused by a message", () => {
  withTraces(TRACES, (reader) => {
    const chain = (part: string, operator: string): string =>
      Array.from({ length: Math.floor(99_000 / (part.length + operator.length)) }, () => part).join(operator);
    assert.deepEqual(found(reader, chain("depth==1", "or ")), [1]);
    assert.deepEqual(found(reader, chain("value=='abc'", "or ")), [2]);
    assert.deepEqual(found(reader, chain("value!='x'", "and ")), [1, 2, 3, 6, 7]);
    assert.deepEqual(found(reader, `value in (${chain("'abc'", ",")})`), [2]);
    assert.deepEqual(found(reader, `depth in (${chain("1", ",")})`), [1]);
    assert.deepEqual(found(reader, chain("return.a==1", "or ")), []);
    assert.deepEqual(found(reader, `value == '${"x".repeat(99_000)}'`), []);
    assert.deepEqual(found(reader, `value == '${"%x".repeat(49_000)}'`), []);
    assert.deepEqual(found(reader, `func == '${"x_".repeat(49_000)}'`), []);
    const levels = Array.from(
      { length: 90 },
      (_, i) => `(${(i % 2 === 0 ? "depth==9or " : "depth!=9and ").repeat(80)}`,
    );
    assert.deepEqual(found(reader, `${levels.join("")}depth==1${")".repeat(90)}`), [1]);
    const mixed = chain("(value=='a'or depth==1)", "and ");
    assert.throws(() => found(reader, mixed), /mixes more than 900 conditions/);
  });
});

test("a regular expression that fails while it runs ends the search with an error, not the process", () => {
  withTraces([{ triples: [["s", `"${"a".repeat(5000)}"`, "string"]] }], (reader) => {
    try {
      assert.deepEqual(found(reader, "value ~ '^(a|a)*$'").length <= 1, true);
    } catch (error) {
      assert.ok(error instanceof Error);
    }
    assert.deepEqual(found(reader, "value ~ 'a'"), [1]);
  });
});

function addLate(path: string): void {
  const writer = openWriter(path);
  const [id] = writer.addFunctions("/home/ada/shop/late.ts", [
    { name: "late", line: 1, column: 1, kind: "function", params: [] },
  ]);
  writer.transaction((first) =>
    writer.insert([{
      id: first,
      at: 0,
      thread: 1,
      kind: 0,
      function: id,
      call: first,
      parent: null,
      depth: 0,
      leave: null,
      duration: null,
      args: null,
      data: null,
      lost: null,
    }])
  );
  writer.close();
}
