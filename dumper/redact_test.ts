import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Constant, Container, type Value, ValuesSchema } from "../proto/trace_pb.ts";
import { Redactor } from "./redact.ts";
import { Renderer } from "./render.ts";
import { container, int, text, value } from "./test_writer.ts";
import { TextBuffer } from "./text.ts";

function object(entries: Record<string, Value>): Value {
  return container(Container.OBJECT, { keys: Object.keys(entries), items: Object.values(entries) });
}

const array = (...items: Value[]): Value => container(Container.ARRAY, { items });
const map = (...items: Value[]): Value => container(Container.MAP, { items });

/** What is shown of values, and what generated code reads of them, once they are redacted. */
function redacted(values: Value[], paths: string[], names: string[] = []): string[] {
  const plain = toBinary(ValuesSchema, create(ValuesSchema, { values }));
  const bytes = new Uint8Array(plain.length + 16);
  bytes.set(plain);
  new Redactor(paths).redact(bytes, 0, plain.length, names);
  const out = new TextBuffer();
  const renderer = new Renderer(out, true);
  out.reserve(10_000);
  const shown: string[] = [];
  for (let from = 0; from < plain.length;) {
    out.length = 0;
    const end = renderer.value(bytes, from + 1, plain.length);
    assert.equal(renderer.damaged, false);
    shown.push(out.toText(0, out.length));
    from = end;
  }
  assert.equal(fromBinary(ValuesSchema, bytes.subarray(0, plain.length)).values.length, values.length);
  return shown;
}

test("values are redacted by the names that lead to them, whatever they are", () => {
  const secret = { card: object({ number: text("x".repeat(300)), year: int(30) }), name: text("Ada") };
  assert.deepEqual(redacted([object(secret), object(secret)], ["user.card.number"], ["user", "other"]), [
    '{card: {number: [redacted], year: 30}, name: "Ada"}',
    `{card: {number: "${"x".repeat(300)}", year: 30}, name: "Ada"}`,
  ]);
  assert.deepEqual(redacted([object(secret)], ["user.card"], ["user"]), ['{card: [redacted], name: "Ada"}']);
  assert.deepEqual(redacted([object(secret)], ["card.*"]), [
    '{card: {number: [redacted], year: [redacted]}, name: "Ada"}',
  ]);
  assert.deepEqual(
    redacted([object({ users: array(object(secret)) })], ["users.name", "card.number"])[0],
    [
      "{users: [{card: {number: [redacted], year: 30}, name: [redacted]}]}",
    ][0],
  );
  assert.deepEqual(redacted([object({ by: map(text("ada"), object({ pin: int(5) })) })], ["by.ada.pin"]), [
    '{by: Map {"ada" => {pin: [redacted]}}}',
  ]);
});

test("a value of any length becomes the constant", () => {
  for (let length = 0; length < 300; length++) {
    assert.deepEqual(redacted([object({ a: text("y".repeat(length)) })], ["o.a"], ["o"]), ["{a: [redacted]}"]);
  }
  for (const short of [int(1), int(-500), value({ case: "constant", value: Constant.TRUE }), array(), map()]) {
    assert.deepEqual(redacted([object({ a: short, b: int(2) })], ["o.a"], ["o"]), ["{a: [redacted], b: 2}"]);
  }
});

test("a card number that is a number is redacted too, and other large numbers are not", () => {
  const double = (number: number): Value => value({ case: "double", value: number });
  assert.deepEqual(redacted([double(4111111111111111), double(4111111111111112), double(1700000000000.5)], []), [
    ...["[redacted]", "4111111111111112", "1700000000000.5"],
  ]);
});
