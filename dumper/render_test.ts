import assert from "node:assert/strict";
import { test } from "node:test";
import { Constant, Container, type Value } from "../proto/trace_pb.ts";
import { Tag } from "./decode.ts";
import { Renderer } from "./render.ts";
import { container, int, record, text, value } from "./test_writer.ts";
import { TextBuffer } from "./text.ts";

const out = new TextBuffer();
const renderer = new Renderer(out);

/** Shows the first value in a record's bytes: its text and its type. */
function showBytes(bytes: Uint8Array): [string, string] {
  const padded = new Uint8Array(bytes.length + 16);
  padded.set(bytes);
  const at = bytes.indexOf(Tag.VALUES) + 1;
  out.length = 0;
  out.reserve(bytes.length * 20 + 256);
  renderer.structured = false;
  renderer.damaged = false;
  assert.equal(renderer.value(padded, at, bytes.length) <= bytes.length, true);
  const middle = out.length;
  renderer.type();
  return [out.toText(0, middle), out.toText(middle, out.length)];
}

function show(shown: Value): [string, string] {
  return showBytes(record({ values: [shown] }));
}

function showInside(shown: Value): string {
  return show(container(Container.ARRAY, { items: [shown] }))[0].slice(1, -1);
}

function constant(which: Constant): Value {
  return value({ case: "constant", value: which });
}

test("numbers are shown as JavaScript prints them", () => {
  const ints = [0, 1, -1, 9, 10, 99, 100, 12345, -12345, 99999999, 100000000, 2147483647, -2147483648];
  ints.push(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
  for (const number of ints) assert.deepEqual(show(int(number)), [String(number), "number"]);
  for (const number of [-0, 0.1, NaN, Infinity, -Infinity, 1e21, 5e-324, 123, -7.5]) {
    const shown = Object.is(number, -0) ? "-0" : String(number);
    assert.deepEqual(show(value({ case: "double", value: number })), [shown, "number"]);
  }
});

test("strings are shown in quotes, with escapes for what does not belong on a line", () => {
  assert.deepEqual(show(text("abc")), ['"abc"', "string"]);
  assert.equal(show(text('say "hi"\\'))[0], '"say \\"hi\\"\\\\"');
  assert.equal(show(text("\n\r\t\b\f\v"))[0], '"\\n\\r\\t\\b\\f\\v"');
  assert.equal(show(text("\x00\x1b[31m\x7f\x9b\x1e\x1f"))[0], '"\\x00\\x1b[31m\\x7f\\x9b\\x1e\\x1f"');
  assert.equal(show(text("größe 日本 😀"))[0], '"größe 日本 😀"');
  assert.equal(show(text("a\u202eb\u2028\u2066\ufeff"))[0], '"a\\u{202e}b\\u{2028}\\u{2066}\\u{feff}"');
});

test("a lone surrogate and bytes that are no UTF-8 do no harm", () => {
  const bytes = record({ values: [text("abcd")] });
  bytes.set([0xed, 0xa0, 0x80], bytes.indexOf(97));
  assert.equal(showBytes(bytes)[0], '"\\u{d800}d"');
  bytes.set([0xff, 0xc2, 0xe2], bytes.indexOf(0xed));
  assert.equal(showBytes(bytes)[0], '"\ufffd\ufffd\ufffdd"');
});

test("what was cut off a text is counted in UTF-16 code units", () => {
  assert.equal(show(text("abc", 903))[0], '"abc"…+900');
  assert.equal(show(text("ä😀", 10))[0], '"ä😀"…+7');
  assert.equal(renderer.structured, true);
  assert.equal(show(value({ case: "bigint", value: "123" }, { size: 5 }))[0], "123…+2n");
  assert.equal(show(value({ case: "symbol", value: "ab" }, { size: 5 }))[0], "Symbol(ab…+3)");
});

test("the other primitives are shown", () => {
  assert.deepEqual(show(value({ case: "bigint", value: "-123" })), ["-123n", "bigint"]);
  assert.deepEqual(show(value({ case: "symbol", value: "a\n" })), ["Symbol(a\\n)", "symbol"]);
  assert.deepEqual(show(value({ case: "function", value: "f" })), ["f", "function"]);
  assert.deepEqual(show(value({ case: "function", value: "" })), ["<anonymous>", "function"]);
  assert.deepEqual(show(value({ case: "class", value: "Cart" })), ["Cart", "class"]);
  assert.deepEqual(show(value({ case: "reference", value: 2 })), ["<ref #2>", "reference"]);
  assert.deepEqual(show(constant(Constant.UNDEFINED)), ["undefined", "undefined"]);
  assert.deepEqual(show(constant(Constant.NULL)), ["null", "null"]);
  assert.deepEqual(show(constant(Constant.TRUE)), ["true", "boolean"]);
  assert.deepEqual(show(constant(Constant.FALSE)), ["false", "boolean"]);
  assert.deepEqual(show(constant(Constant.REDACTED)), ["[redacted]", "redacted"]);
  assert.deepEqual(show(constant(Constant.ACCESSOR)), ["<getter>", "accessor"]);
  assert.deepEqual(show(constant(Constant.HOLE)), ["<hole>", "hole"]);
  assert.deepEqual(show(constant(Constant.UNSEEN)), ["<unseen>", "unseen"]);
  assert.equal(renderer.structured, false);
});

test("objects and arrays are shown with what is left out", () => {
  const items = [text("x1"), int(2)];
  assert.deepEqual(show(container(Container.OBJECT, { keys: ["sku", "qty"], items, size: 5 })), [
    '{sku: "x1", qty: 2, …+3}',
    "Object",
  ]);
  assert.equal(renderer.structured, true);
  assert.deepEqual(show(container(Container.ARRAY, { items: [int(1), int(2)], size: 5 })), ["[1, 2, …+3]", "Array"]);
  assert.equal(show(container(Container.OBJECT, {}))[0], "{}");
  assert.equal(show(container(Container.ARRAY, {}))[0], "[]");
  assert.equal(show(container(Container.OBJECT, { size: 4 }))[0], "{…+4}");
  assert.equal(show(container(Container.ARRAY, { size: 10 }))[0], "[…+10]");
  const keys = ["a-b", "größe", "", "0", "$_1", 'q"', "a\n"];
  assert.equal(
    show(container(Container.OBJECT, { keys, items: keys.map(() => int(1)) }))[0],
    '{"a-b": 1, größe: 1, "": 1, "0": 1, $_1: 1, "q\\"": 1, "a\\n": 1}',
  );
});

test("an instance of a class is shown with its class: as its type, or in front where it is nested", () => {
  const cart = container(Container.OBJECT, {
    type: "Cart",
    keys: ["items"],
    items: [container(Container.ARRAY, { items: [container(Container.OBJECT, { keys: ["a"], items: [int(1)] })] })],
  });
  assert.deepEqual(show(cart), ["{items: [{a: 1}]}", "Cart"]);
  assert.equal(showInside(cart), "Cart {items: [{a: 1}]}");
  assert.deepEqual(show(container(Container.OBJECT, { type: "null" })), ["{}", "Object"]);
  assert.equal(showInside(container(Container.OBJECT, { type: "null" })), "{}");
  assert.equal(showInside(container(Container.ARRAY, { type: "Stack", size: 2 })), "Stack […+2]");
});

test("maps, sets and bytes are shown", () => {
  const map = container(Container.MAP, { type: "Map", items: [text("a"), int(1), text("b"), int(2)], size: 3 });
  assert.deepEqual(show(map), ['{"a" => 1, "b" => 2, …+1}', "Map"]);
  assert.equal(showInside(map), 'Map {"a" => 1, "b" => 2, …+1}');
  assert.deepEqual(show(container(Container.SET, { items: [int(1), int(2)] })), ["{1, 2}", "Set"]);
  assert.equal(showInside(container(Container.SET, { size: 2 })), "Set {…+2}");
  const bytes = container(Container.BYTES, { type: "Uint8Array", items: [int(1), int(2)], size: 100 });
  assert.deepEqual(show(bytes), ["[1, 2, …+98]", "Uint8Array"]);
  assert.equal(showInside(bytes), "Uint8Array [1, 2, …+98]");
  assert.deepEqual(show(container(Container.BYTES, { size: 9 })), ["[…+9]", "ArrayBuffer"]);
});

test("errors are shown by their message and what else they hold", () => {
  const plain = container(Container.ERROR, { type: "TypeError", text: 'no\n"x"' });
  assert.deepEqual(show(plain), ['no\\n"x"', "TypeError"]);
  assert.equal(showInside(plain), 'TypeError: no\\n"x"');
  const coded = container(Container.ERROR, { text: "gone", keys: ["code"], items: [text("ENOENT")] });
  assert.deepEqual(show(coded), ['gone {code: "ENOENT"}', "Error"]);
  assert.equal(showInside(coded), 'Error: gone {code: "ENOENT"}');
  assert.equal(show(container(Container.ERROR, { keys: ["a"], items: [int(1)] }))[0], "{a: 1}");
  assert.equal(showInside(container(Container.ERROR, { type: "E" })), "E");
  assert.equal(show(container(Container.ERROR, { text: "gone", size: 2 }))[0], "gone {…+2}");
  assert.equal(show(container(Container.ERROR, { text: "a", textSize: 9, size: 2 }))[0], "a…+8 {…+2}");
  assert.equal(show(container(Container.ERROR, { text: "x".repeat(20), textSize: 50 }))[0], `${"x".repeat(20)}…+30`);
});

test("dates, regular expressions and what cannot be looked into are shown", () => {
  const date = container(Container.DATE, { type: "Date", text: "2026-11-23T10:07:04.000Z" });
  assert.deepEqual(show(date), ["2026-11-23T10:07:04.000Z", "Date"]);
  assert.equal(showInside(date), "2026-11-23T10:07:04.000Z");
  assert.deepEqual(show(container(Container.REGEXP, { text: "/a\\n/g" })), ["/a\\n/g", "RegExp"]);
  assert.equal(show(container(Container.REGEXP, { text: "/abc", textSize: 10 }))[0], "/abc…+6");
  assert.deepEqual(show(container(Container.OPAQUE, { type: "Promise" })), ["Promise", "Promise"]);
  assert.equal(renderer.structured, false);
  assert.equal(showInside(container(Container.OPAQUE, { type: "Proxy" })), "Proxy");
});

test("keys and items that alternate are shown as those that come one kind after the other", () => {
  const int1 = [115, 8, 2, 116];
  const bytes = [Tag.VALUES, 72, 0, 106, 1, 97, ...int1, 106, 1, 98, ...int1, 120, 3, Tag.VALUES_END];
  assert.deepEqual(showBytes(new Uint8Array(bytes)), ["{a: 1, b: 1, …+1}", "Object"]);
});

test("a type can contain nothing that breaks a column", () => {
  assert.equal(show(container(Container.OBJECT, { type: "A\x1eB\x1f" }))[1], "A\\x1eB\\x1f");
});

test("fields and constants of a later version are passed over", () => {
  const later = [0xa1, 6, 1, 2, 3, 4, 5, 6, 7, 8, 0xab, 6, 8, 1, 0xac, 6];
  assert.deepEqual(showBytes(new Uint8Array([Tag.VALUES, ...later, 8, 4, Tag.VALUES_END])), ["2", "number"]);
  assert.deepEqual(showBytes(new Uint8Array([Tag.VALUES, 32, 99, Tag.VALUES_END])), ["<unknown>", "unknown"]);
  assert.equal(showBytes(new Uint8Array([Tag.VALUES, 72, 50, Tag.VALUES_END]))[0], "<unknown>");
  assert.equal(renderer.damaged, false);
});

test("values nested without end do no harm", () => {
  const deep = new Uint8Array(16000).fill(115);
  deep[0] = Tag.VALUES;
  assert.equal(showBytes(deep)[0].length < 1000, true);
  assert.equal(renderer.damaged, true);
});

test("no bytes make the renderer throw, hang or write control characters", () => {
  let seed = 99;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 4294967296) * below);
  };
  const tags = [8, 17, 26, 32, 42, 50, 58, 66, 72, 80, 90, 98, 106, 115, 116, 120, 52, 1, 2, 255];
  for (let round = 0; round < 20_000; round++) {
    const bytes = new Uint8Array(2 + random(40));
    for (let i = 0; i < bytes.length; i++) bytes[i] = random(2) === 0 ? tags[random(tags.length)] : random(256);
    bytes[0] = Tag.VALUES;
    const [shown, type] = showBytes(bytes);
    // deno-lint-ignore no-control-regex
    assert.equal(/[\x00-\x1f\x7f-\x9f]/.test(shown + type), false);
    assert.equal(shown.length <= bytes.length * 20 + 256, true);
  }
});
