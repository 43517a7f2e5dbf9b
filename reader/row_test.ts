import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind as ProtoKind } from "../proto/trace_pb.ts";
import type { Trace } from "../store/mod.ts";
import { Kind, KIND_NAMES } from "./kinds.ts";
import { COLOURS, MONOCHROME, paint } from "./paint.ts";
import { formatRow } from "./row.ts";
import { plainText } from "./segment.ts";
import { args, LAYOUT, trace } from "./testing.ts";

function text(fields: Partial<Trace>, layout = LAYOUT): string {
  return plainText(formatRow(trace(fields), layout));
}

const HEAD = "2026/11/23 10:07:04,000041  1234/1  src/cart.ts:12   ";

test("the kinds are those of the schema, in its order", () => {
  const { CALL, RETURN, EXCEPTION, LOG, OVERFLOW, YIELD, AWAIT, RESUME } = ProtoKind;
  assert.deepEqual({ ...Kind }, { CALL, RETURN, EXCEPTION, LOG, OVERFLOW, YIELD, AWAIT, RESUME });
  assert.deepEqual(Object.keys(Kind).map((name) => name.toLowerCase()), [...KIND_NAMES]);
});

test("a call and its return are rows as the documentation shows them", () => {
  const call = args(["items", '[{sku: "x1", qty: 2}, …+3]', "Array"], ["rate", "0.2", "number"]);
  assert.equal(
    text({ args: call }),
    `${HEAD}--> Cart.total(items = Array: [{sku: "x1", qty: 2}, …+3], rate = number: 0.2)`,
  );
  const leave = { kind: Kind.RETURN, at: 93_900, duration: 52_000, args: args(["return value", "61.2", "number"]) };
  assert.equal(
    text(leave),
    "2026/11/23 10:07:04,000093  1234/1  src/cart.ts:12   <-- Cart.total(return value = number: 61.2)  52 µs",
  );
});

test("a type that the value says itself is not said twice", () => {
  const kind = Kind.EXCEPTION;
  assert.equal(
    text({ kind, args: args(["exception", "TypeError: no", "TypeError"]) }),
    `${HEAD}<-- Cart.total(exception = TypeError: no)`,
  );
  assert.equal(text({ args: args(["a", "undefined", "undefined"]) }), `${HEAD}--> Cart.total(a = undefined)`);
  assert.equal(text({ args: args(["a", "Cart {n: 1}", "Cart"]) }), `${HEAD}--> Cart.total(a = Cart {n: 1})`);
  assert.equal(text({ args: args(["a", "Cartoon", "Cart"]) }), `${HEAD}--> Cart.total(a = Cart: Cartoon)`);
});

test("suspended and resumed calls have arrows of their own", () => {
  const arrows = [Kind.YIELD, Kind.AWAIT, Kind.RESUME, 99].map((kind) => text({ kind }).slice(HEAD.length));
  assert.deepEqual(arrows, ["<~~ Cart.total()", "<.. Cart.total()", "~~> Cart.total()", "??? Cart.total()"]);
});

test("calls are indented by depth up to a limit", () => {
  assert.equal(text({ depth: 2 }), `${HEAD}    --> Cart.total()`);
  assert.equal(text({ depth: 500 }), `${HEAD}${"  ".repeat(20)}+480 --> Cart.total()`);
});

test("lost records are a row of their own with their number and a hint", () => {
  const row = formatRow(trace({ kind: Kind.OVERFLOW, lost: 1234, func: null, module: null }), LAYOUT);
  assert.match(plainText(row), /1234\/1 {2}\*\*\* 1234 traces lost here: .*exclude hot functions/);
  assert.equal(row.at(-1)?.style, "lost");
});

test("a long path is shortened from the left, and not at all where nothing is cut", () => {
  const module = "/home/ada/shop/src/deeply/nested/cart.ts";
  assert.match(text({ module }), /1234\/1 {2}…ted\/cart\.ts:12 {2}-->/);
  assert.match(text({ module }, { ...LAYOUT, shorten: false }), / {2}src\/deeply\/nested\/cart\.ts:12 {2}-->/);
  assert.match(
    text({ module: "/home/ada/shopping/a.ts" }, { ...LAYOUT, shorten: false }),
    /\/home\/ada\/shopping\/a\.ts/,
  );
  assert.match(text({ module: null, func: null, line: null }), /1234\/1 {2}\? {14} {2}--> \?\(\)$/);
});

test("nothing that was recorded reaches the terminal as a control character", () => {
  const evil = "\x1b[2J\x07\x9b31m\u202e\n\u2028\x00\ud800";
  const row = formatRow(
    trace({ module: `/${evil}`, func: evil, args: args([evil, evil, evil]), cwd: "/" }),
    { ...LAYOUT, shorten: false },
  );
  assert.doesNotMatch(plainText(row), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
  assert.match(plainText(row), /--> \\x1b\[2J\\x07\\x9b31m\\u202e\\n\\u2028\\x00\\ud800\(/);
});

test("a theme without colours has none, and plain rows have no escapes at all", () => {
  const row = formatRow(trace({ kind: Kind.EXCEPTION, args: args(["exception", "no", "Error"]) }), LAYOUT);
  assert.ok(paint(row, COLOURS).includes("\x1b[1;31m"));
  const parameters = paint(row, MONOCHROME).split("\x1b[").slice(1).map((piece) => piece.split("m")[0]);
  assert.deepEqual([...new Set(parameters)].sort(), ["0", "1"]);
});
