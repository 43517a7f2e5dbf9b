import assert from "node:assert/strict";
import { test } from "node:test";
import { replace, replaceGetter, standInFor } from "./stand_in.ts";

const ignore = (): void => {};

class Native {
  static kind = "static";
  readonly args: unknown[];
  constructor(first?: unknown, ...rest: unknown[]) {
    this.args = [first, ...rest];
  }
}

test("a stand-in constructs what the native function constructs, also below a subclass", () => {
  const owner = { Native };
  replace(owner, "Native", (native) => standInFor(native, (args) => [...args, "more"], ignore));
  const made = new owner.Native(1);
  assert.deepEqual(made.args, [1, "more"]);
  assert.ok(made instanceof owner.Native && made instanceof Native);
  assert.equal(made.constructor, owner.Native);
  class Sub extends owner.Native {}
  assert.deepEqual(new Sub(2).args, [2, "more"]);
  assert.equal(Object.getPrototypeOf(new Sub()), Sub.prototype);
  assert.equal(Sub.kind, "static");
  assert.throws(() => (owner.Native as unknown as () => void)(), TypeError);
  Native.prototype.constructor = Native;
});

test("a stand-in has the own properties of the native function, and no others", () => {
  const functions = [Native, function named(_a: unknown, _b: unknown) {}, { method() {} }.method, Math.max, Map];
  for (const native of functions) {
    const told: unknown[] = [];
    const constructor = native.prototype?.constructor;
    const standIn = standInFor(native as () => void, (args) => args, (...pair) => told.push(...pair));
    assert.deepEqual(told, [standIn, native]);
    const own = Object.getOwnPropertyDescriptors(native);
    assert.deepEqual(Object.getOwnPropertyDescriptors(standIn), own);
    assert.equal(Object.getPrototypeOf(standIn), Object.getPrototypeOf(native));
    if (constructor) native.prototype.constructor = constructor;
  }
});

test("where arguments cannot be changed the call goes on as it is, and keeps its receiver", () => {
  const owner = {
    name: "owner",
    tell(word: string): string {
      return `${this.name} ${word}`;
    },
  };
  replace(owner, "tell", (native) =>
    standInFor(native, () => {
      throw new Error("broken");
    }, ignore));
  assert.equal(owner.tell("word"), "owner word");
});

test("what is no function, or fixed, is left alone", () => {
  const owner = Object.freeze({ fixed: () => 1 }) as { fixed: unknown; value?: unknown };
  replace(owner, "fixed", () => () => 2);
  assert.equal((owner.fixed as () => number)(), 1);
  const plain = { value: 1 };
  replace(plain, "value", () => () => 2);
  replace(plain, "missing", () => () => 2);
  assert.deepEqual(plain, { value: 1 });
});

test("a getter gives way to another of the same name", () => {
  const owner = {
    get place(): string {
      return "native";
    },
  };
  replaceGetter(owner, "place", () => "ours", ignore);
  assert.equal(owner.place, "ours");
  assert.equal(Object.getOwnPropertyDescriptor(owner, "place")?.get?.name, "get place");
});
