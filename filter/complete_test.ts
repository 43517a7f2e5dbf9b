import assert from "node:assert/strict";
import { test } from "node:test";
import { createCompleter } from "./complete.ts";
import { type TestTrace, withTraces } from "./testing.ts";

const TRACES: TestTrace[] = [
  { triples: [["items", "[1]", "Array"], ["rate", "0.2", "number"]] },
  { function: 3, triples: [["rate", "0.5", "number"]] },
  { function: 3, triples: [["rate", "0.5", "number"]] },
  { function: 3, kind: 1, triples: [["return value", '"it\'s"', "string"]], depth: 2 },
];

/** The candidates at the `|` of a text, `text count` each, and the text with the first of them taken. */
function completed(source: string, take = 0): { all: string[]; taken: string } {
  let result = { all: [] as string[], taken: "" };
  withTraces(TRACES, (reader) => {
    const cursor = source.indexOf("|");
    const text = source.replace("|", "");
    const { from, to, candidates, isExact } = createCompleter(reader).complete(text, cursor);
    assert.equal(isExact, true);
    const all = candidates.map(({ text, count }) => count === undefined ? text : `${text} ${count}`);
    const chosen = candidates[take]?.text;
    result = { all, taken: chosen === undefined ? text : text.slice(0, from) + chosen + text.slice(to) };
  });
  return result;
}

test("fields, operators and connectives come where they can stand", () => {
  assert.deepEqual(completed("|").all.slice(0, 3), ["func", "module", "arg"]);
  assert.deepEqual(completed("fu|").all, ["func"]);
  assert.equal(completed("fu|").taken, "func");
  assert.equal(completed("f|nc == 'x'").taken, "func == 'x'");
  assert.deepEqual(completed("func |").all, ["==", "!=", "~", "!~", "in", "not in"]);
  assert.deepEqual(completed("depth <|").all, ["<", "<="]);
  assert.deepEqual(completed("func == 'x' |").all, ["and", "or"]);
  assert.deepEqual(completed("func == 'x' and not (|").all.slice(0, 2), ["func", "module"]);
  assert.deepEqual(completed("(func == 'x') a|").all, ["and"]);
});

test("values come with counts, the most frequent first, and take the text in hand with its quotes", () => {
  assert.deepEqual(completed("func == |").all, ["'Cart.total' 3", "'fib' 1", "'foo' 0", "'get_user' 0"]);
  assert.equal(completed("func == 'car|").taken, "func == 'Cart.total'");
  assert.equal(completed("func == 'car|' and pid == 1").taken, "func == 'Cart.total' and pid == 1");
  assert.equal(completed('func == "tot|').taken, 'func == "Cart.total"');
  assert.deepEqual(completed("func in ('fib', |").all.slice(0, 1), ["'Cart.total' 3"]);
  assert.deepEqual(completed("module == |").all, ["'src/cart.ts' 4"]);
  assert.deepEqual(completed("kind == |").all.slice(0, 2), ["'call' 3", "'return' 1"]);
  assert.deepEqual(completed("depth == |").all, ["0 3", "2 1"]);
  assert.deepEqual(completed("pid == |").all, ["1234 4"]);
  assert.deepEqual(completed("type == |").all, ["'number' 3", "'Array' 1", "'string' 1"]);
  assert.deepEqual(completed("arg == |").all.slice(0, 2), ["'rate' 3", "'items' 1"]);
  assert.deepEqual(completed("time > |").all[0], "'-1s'");
});

test("values are those of the function and argument that were named before", () => {
  assert.deepEqual(completed("arg == 'rate' and value == |").all, ["0.5 2", "0.2 1"]);
  assert.deepEqual(completed("func == 'fib' and arg == 'rate' and value == |").all, ["0.2 1"]);
  assert.deepEqual(completed("arg == 'return value' and value == |").all, [`"it's" 1`]);
  assert.deepEqual(completed("value == '0.|").all, ["'0.5' 2", "'0.2' 1"]);
});

test("paths are completed by names and keys", () => {
  assert.deepEqual(completed("arg.ra|").all, ["rate 3"]);
  assert.deepEqual(completed("arg.|").all[0], "rate 3");
  assert.deepEqual(completed("arg[|").all[0], "'rate' 3");
  assert.deepEqual(completed("arg.rate == |").all, ["0.5 2", "0.2 1"]);
});

test("where nothing can stand nothing is offered", () => {
  for (const source of ["func == 'x' func |", "func = |", "'x' |", "func ~ '[|", ") |", "fib fib fib|"]) {
    assert.deepEqual(completed(source).all, [], source);
  }
  assert.deepEqual(completed("func == 'nosuchthing|").all, []);
});
