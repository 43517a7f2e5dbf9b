import assert from "node:assert/strict";
import test from "node:test";
import { savePristine, withPristine } from "./pristine.ts";

test("Patched and deleted methods are there again for a while, and then as the program left them", () => {
  savePristine();
  const { map } = Array.prototype;
  const iterator = Object.getOwnPropertyDescriptor(Array.prototype, Symbol.iterator)!;
  const patched = (): never => assert.fail("the program's own method was called");
  try {
    Array.prototype.map = patched;
    Reflect.deleteProperty(Array.prototype, Symbol.iterator);
    const result = withPristine(() => [...[1, 2].map((x) => x + 1)]);
    const after = [Array.prototype.map === patched, Symbol.iterator in Array.prototype];
    Object.defineProperty(Array.prototype, Symbol.iterator, iterator);
    Array.prototype.map = map;
    assert.deepEqual(result, [2, 3]);
    assert.deepEqual(after, [true, false]);
  } finally {
    Object.defineProperty(Array.prototype, Symbol.iterator, iterator);
    Array.prototype.map = map;
  }
});

test("What is thrown leaves the program's methods in place too", () => {
  savePristine();
  const { trim } = String.prototype;
  const patched = (): string => "patched";
  try {
    String.prototype.trim = patched;
    assert.throws(() =>
      withPristine(() => {
        throw new Error(" x ".trim());
      }), { message: "x" });
    assert.equal(String.prototype.trim, patched);
  } finally {
    String.prototype.trim = trim;
  }
});

test("Constructors that the program has replaced are the language's own for a while", () => {
  savePristine();
  const { Map: own } = globalThis;
  class Patched {}
  try {
    globalThis.Map = Patched as unknown as MapConstructor;
    assert.ok(withPristine(() => withPristine(() => new Map()) instanceof own && new Map() instanceof own));
    assert.equal(globalThis.Map, Patched);
  } finally {
    globalThis.Map = own;
  }
});
