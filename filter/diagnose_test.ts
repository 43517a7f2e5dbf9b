import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnose, nearestOf } from "./diagnose.ts";
import { FilterError } from "./error.ts";
import { explain } from "./explain.ts";
import { createFilter } from "./filter.ts";
import { type TestTrace, withTraces } from "./testing.ts";

const TRACES: TestTrace[] = [
  { triples: [["rate", "0.2", "number"]] },
  { function: 2, kind: 1, triples: [["return value", '"paid"', "string"]] },
];

function said(text: string): string | undefined {
  let message: string | undefined;
  withTraces(TRACES, (reader) => {
    const error = diagnose(createFilter(text, reader), reader);
    if (error !== undefined) message = `${error.message} @ ${text.slice(error.start, error.end)}`;
  });
  return message;
}

test("a value that is nowhere is named with the nearest that exist", () => {
  assert.equal(said("func == 'f'"), "func not found: 'f' - nearest: fib, foo @ 'f'");
  assert.equal(
    said("kind == 'call' and func == 'Cart.totl'"),
    "func not found: 'Cart.totl' - nearest: Cart.total @ 'Cart.totl'",
  );
  assert.equal(said("func in ('fib', 'fob')"), "func not found: 'fob' - nearest: fib, foo @ 'fob'");
  assert.equal(said("module == 'cart.ts'"), "module not found: 'cart.ts' - nearest: src/cart.ts @ 'cart.ts'");
  assert.equal(said("kind == 'retrun'"), "kind not found: 'retrun' - nearest: return @ 'retrun'");
  assert.equal(said("value == 'payd'"), "value not found: 'payd' - nearest: paid @ 'payd'");
  assert.equal(said("type == 'nmber'"), "type not found: 'nmber' - nearest: number @ 'nmber'");
  assert.match(said("arg == 'rat'") ?? "", /^arg not found: 'rat' - nearest: rate/);
  assert.equal(said("pid == 1235"), "pid not found: 1235 - nearest: 1234 @ 1235");
  assert.equal(said("func ~ '^fic$'"), "func not found: '^fic$' - nearest: fib, foo @ '^fic$'");
  assert.equal(said("arg.nobody == 5"), "nobody not found: 5 - there are none @ 5");
});

test("where every value exists, only not together, there is nothing to correct", () => {
  assert.equal(said("func == 'fib' and value == 'paid'"), undefined);
  assert.equal(said("func != 'fib' and not func == 'f%'"), undefined);
  assert.equal(said("depth > 50"), undefined);
});

test("nearest are those that begin alike, then those with the fewest different letters", () => {
  assert.deepEqual(nearestOf("get", ["set", "getUser", "put"], 5), ["getUser", "set", "put"]);
  assert.deepEqual(nearestOf("x", [], 5), []);
});

test("a caret stands under the place, also of long filters and wide text", () => {
  const error = new FilterError("no", 3, 6);
  assert.equal(
    explain(error, "日本 abc def", (text) => text.length + text.replace(/[ -~]/g, "").length),
    "no\n  日本 abc def\n       ^^^",
  );
  const long = explain(new FilterError("no", 500, 501), "x".repeat(1000), (text) => text.length).split("\n");
  assert.equal(long[1], `  …${"x".repeat(100)}…`);
  assert.equal(long[2], `${" ".repeat(63)}^`);
  assert.equal(explain(new FilterError("no", 3, 3), "abc", (text) => text.length), "no\n  abc\n     ^");
  assert.match(explain(new FilterError("no", 0, 1), "\x1b[2J\n", (text) => text.length), /^no\n {2}\\x1b\[2J\\n\n/);
});
