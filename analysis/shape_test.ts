import assert from "node:assert/strict";
import { test } from "node:test";
import { Shape } from "./shape.ts";

function typeOf(...values: [value: string, type: string][]): string {
  const shape = new Shape();
  for (const [value, type] of values) shape.add(value, type);
  return shape.toString();
}

test("simple types are TypeScript's, classes are named", () => {
  assert.equal(typeOf(["5", "number"]), "number");
  assert.equal(typeOf(["fib", "function"]), "Function");
  assert.equal(typeOf(["Cart {items: []}", "Cart"]), "Cart");
  assert.equal(typeOf(['"a"', "string"], ['"b"', "string"], ["null", "null"]), "string | null");
});

test("objects have members, and those that are not always there are optional", () => {
  const text = '{id: 5, "a b": "x: {", on: true, at: null, big: 12n, fn: go, made: Cart {a: [1]}, in: {x: 0.5}}';
  assert.equal(
    typeOf([text, "Object"]),
    '{ id: number; "a b": string; on: boolean; at: null; big: bigint; fn: Function; made: Cart; in: { x: number } }',
  );
  assert.equal(typeOf(["{a: 1}", "Object"], ['{a: "x", b: 2}', "Object"]), "{ a: number | string; b?: number }");
});

test("arrays have the types of their elements", () => {
  assert.equal(typeOf(["[1, 2, …+3]", "Array"]), "number[]");
  assert.equal(typeOf(['[1, "a"…+7]', "Array"]), "(number | string)[]");
  assert.equal(typeOf(["[]", "Array"]), "unknown[]");
  assert.equal(typeOf(["[{a: 1}, {a: 2, b: 3}]", "Array"]), "{ a: number; b?: number }[]");
});

test("what was cut leaves the object open", () => {
  assert.equal(typeOf(["{a: 1, …+3}", "Object"]), "{ a: number; [key: string]: unknown }");
  assert.equal(typeOf(["{…+4}", "Object"]), "object");
});

test("many different keys are a dictionary", () => {
  const values = Array.from({ length: 30 }, (_, i): [string, string] => [`{key${i}: ${i}}`, "Object"]);
  assert.equal(typeOf(...values), "Record<string, number>");
});

test("a text that cannot be read is an object and no more", () => {
  for (const text of ["{a: TypeError: no, b: 1}", "{a: 1", "{a 1}", '{a: "x}', "{a: 1}}"]) {
    assert.equal(typeOf([text, "Object"]), "object", text);
  }
});
