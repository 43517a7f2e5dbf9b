import assert from "node:assert/strict";
import test from "node:test";
import { beginCall, endCall, nextValue } from "./recorder.ts";
import { showValue, TestRing } from "./testing.ts";

/** What a probe shows of a value, as it is found while `during` is in force; that returns what ends it. */
function shown(value: unknown, during?: () => () => void): string {
  const ring = new TestRing();
  const end = during?.();
  endCall(nextValue(beginCall(0), value), 0);
  end?.();
  return showValue(ring.records()[0].record.values[0]);
}

function never(): never {
  throw new Error("the program's code was run");
}

test("Primitive values are shown as they are", () => {
  const values = [0, -0, 1, -1, 63, 64, -65, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 0.1, NaN, Infinity, -Infinity];
  for (const value of values) assert.equal(shown(value), Object.is(value, -0) ? "-0" : String(value));
  assert.equal(shown(""), '""');
  assert.equal(shown("äöü 漢字 🎉"), '"äöü 漢字 🎉"');
  assert.equal(shown("\ud800a\udc00"), '"\ufffda\ufffd"');
  assert.equal(shown("x".repeat(100)), `"${"x".repeat(100)}"`);
  assert.equal(shown(true), "true");
  assert.equal(shown(null), "null");
  assert.equal(shown(undefined), "undefined");
  assert.equal(shown(12n), "12n");
  assert.equal(shown(-(2n ** 64n)), "-18446744073709551616n");
  assert.equal(shown(Symbol("a")), "Symbol(a)");
});

test("A long message of an error and many properties are cut and counted apart", () => {
  const ring = new TestRing();
  const fields = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, i]));
  endCall(nextValue(beginCall(0), Object.assign(new Error("x".repeat(300)), fields)), 0);
  endCall(nextValue(beginCall(0), new Date("invalid")), 0);
  const [{ values: [error] }, { values: [date] }] = ring.records().map(({ record }) => record);
  assert.deepEqual([error.text.length, error.textSize, error.items.length, error.size], [128, 300, 8, 20]);
  assert.deepEqual([date.text, date.textSize, date.size], ["Invalid Date", 0, 0]);
});

test("What is too long, too wide or too deep is cut and counted", () => {
  assert.equal(shown("x".repeat(1000)), `"${"x".repeat(128)}"+1000`);
  assert.equal(shown(Array.from({ length: 100 }, (_, i) => i)), "Array[0, 1, 2, 3, 4, 5, 6, 7]+100");
  assert.equal(shown({ a: { b: { c: 1, d: 2 } } }), "Object{a: Object{b: Object[]+2}}");
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]));
  assert.match(shown(wide), /^Object\{k0: 0, .*k7: 7\}\+5000$/);
  const square = Array.from({ length: 9 }, () => Array.from({ length: 9 }, () => 1));
  assert.ok(shown(square).length < 300, "32 values at most");
});

test("Objects are shown by class and properties", () => {
  class Cart {
    #hidden = 1;
    items = [1, 2];
    get total(): number {
      return this.#hidden;
    }
  }
  assert.equal(shown(new Cart()), "Cart{items: Array[1, 2]}");
  assert.equal(shown(Object.create(null)), "null[]");
  assert.equal(shown([, 1]), "Array[<hole>, 1]");
  assert.equal(shown(new Map<unknown, unknown>([["a", 1], [{ b: 2 }, 3]])), 'Map["a", 1, Object{b: 2}, 3]');
  assert.equal(shown(new (class Names extends Set {})(["x"])), 'Names["x"]');
  assert.equal(shown(new Date(0)), "Date 1970-01-01T00:00:00.000Z[]");
  assert.equal(shown(new Date(NaN)), "Date Invalid Date[]");
  assert.equal(shown(/a\/b/gi), "RegExp /a\\/b/gi[]");
  assert.equal(shown(new Uint8Array([1, 2])), "Uint8Array[1, 2]");
  assert.equal(shown(new ArrayBuffer(7)), "ArrayBuffer[]+7");
  assert.equal(shown(Promise.resolve(1)), "Promise[]");
  assert.equal(shown(Cart), "class Cart");
  assert.equal(shown(shown), "function shown");
  assert.equal(shown(new Proxy({}, {})), "Proxy[]");
  assert.equal(shown(new TypeError("no", { cause: 1 })), "TypeError no{cause: 1}");
  assert.equal(shown(Object.assign(new Error("gone"), { code: "ENOENT" })), 'Error gone{code: "ENOENT"}');
});

test("A cycle ends in a reference", () => {
  const a: Record<string, unknown> = { n: 1 };
  a.self = a;
  assert.equal(shown(a), "Object{n: 1, self: #1}");
});

test("Secrets are not shown at any depth", () => {
  assert.equal(
    shown({ user: { password: "x", name: "y" }, apiKey: 1 }),
    'Object{user: Object{password: [redacted], name: "y"}, apiKey: [redacted]}',
  );
  assert.equal(shown(new Map([["sessionToken", "x"]])), 'Map["sessionToken", [redacted]]');
  assert.equal(shown({ tokens: 3 }), "Object{tokens: 3}");
});

test("No code of the program is run to look at a value", () => {
  const trap: ProxyHandler<object> = new Proxy({}, { get: never });
  const hostile = Proxy.revocable({}, {});
  hostile.revoke();
  assert.equal(shown(new Proxy({}, trap)), "Proxy[]");
  assert.equal(shown(new Proxy(never, trap)), "Proxy[]");
  assert.equal(shown(hostile.proxy), "Proxy[]");
  assert.match(shown(Object.create(new Proxy({}, trap))), /^Object/);
  const methods = { toString: never, toJSON: never, valueOf: never, [Symbol.toPrimitive]: never };
  assert.match(shown(methods), /toString: function never/);
  assert.equal(
    shown({
      get a() {
        return never();
      },
    }),
    "Object{a: <getter>}",
  ); // deno-fmt-ignore
  const list = [1];
  Object.defineProperty(list, 0, { get: never, enumerable: true });
  list[Symbol.iterator] = never;
  assert.equal(shown(list), "Array[<getter>]");
  const error = new Error("x");
  Object.defineProperties(error, { message: { get: never }, name: { get: never } });
  assert.equal(shown(error), "Error[]");
  class Odd extends Map<number, number> {
    override get size(): number {
      return never();
    }
    override entries(): never {
      return never();
    }
    static override get name(): string {
      return never();
    }
  }
  assert.equal(shown(Reflect.construct(Odd, [[[1, 2]]])), "Map[1, 2]");
});

test("Prototypes polluted by the program are not asked", () => {
  const saved = [Map.prototype.entries, Object.keys];
  Object.defineProperty(Object.prototype, "value", { get: never, configurable: true });
  Map.prototype.entries = never;
  try {
    assert.equal(
      shown({
        get a() {
          return never();
        },
        b: 1,
      }),
      "Object{a: <getter>, b: 1}",
    ); // deno-fmt-ignore
    assert.equal(shown(new Map([[1, 2]])), "Map[1, 2]");
  } finally {
    // deno-lint-ignore no-explicit-any
    delete (Object.prototype as any).value;
    Map.prototype.entries = saved[0] as typeof Map.prototype.entries;
  }
});

test("What an object does not have itself is not looked for where the program could notice", () => {
  const trap = new Proxy({}, { get: never, getPrototypeOf: never, getOwnPropertyDescriptor: never });
  assert.equal(shown(Object.setPrototypeOf([, 1], new Proxy([], trap))), "Object[<hole>, 1]");
  assert.equal(shown(Object.defineProperty({}, "a", { set: never, enumerable: true })), "Object{a: <getter>}");
  assert.equal(shown(Object.create({ a: 1 }, { a: { value: undefined, enumerable: true } })), "Object{a: undefined}");
  const holes = [, 1];
  const filled = (): () => void => {
    Object.defineProperty(Array.prototype, 0, { get: never, configurable: true });
    // deno-lint-ignore no-explicit-any
    return () => delete (Array.prototype as any)[0];
  };
  assert.equal(shown(holes, filled), "Array[<hole>, 1]");
  const replaced = (): () => void => {
    Object.setPrototypeOf(Array.prototype, new Proxy(Object.prototype, trap));
    return () => Object.setPrototypeOf(Array.prototype, Object.prototype);
  };
  assert.equal(shown(holes, replaced), "Array[<hole>, 1]");
});

test("What was found out about a class does not hide what one of its instances is", () => {
  class Names extends Map<string, number> {}
  assert.equal(shown(Object.create(Names.prototype)), "Names[]");
  assert.equal(shown(new Names([["a", 1]])), 'Names["a", 1]');
  assert.equal(shown(Object.create(Names.prototype)), "Names[]");
  class Old {
    a = 1;
  }
  assert.equal(shown(new Old()), "Old{a: 1}");
  assert.equal(shown(Object.setPrototypeOf(new Error("x"), Old.prototype)), "Old[]");
});

test("Texts are cut and encoded alike whether they are short or long", () => {
  for (const unit of ["a", "ä", "漢", "🎉"]) {
    for (const count of [1, 11, 12, 23, 24, 25, 41, 42, 43, 63, 64, 65, 127, 128, 129]) {
      const text = unit.repeat(count);
      // A pair that the limit parts loses its second half.
      const [kept] = [text.slice(0, 128).toWellFormed()];
      assert.equal(shown(text), JSON.stringify(kept) + (text.length > 128 ? `+${text.length}` : ""));
      assert.equal(shown(`x${text}`.slice(0, 100)), JSON.stringify(`x${text}`.slice(0, 100).toWellFormed()));
    }
  }
});
