// A program that replaces what the language comes with, before and while it is traced.
const { log } = console; const { apply, ownKeys } = Reflect; const problems = [];
function before(x) { return x; }
before([1, { a: new Map([[1, 2]]) }]);
const owners = { Array: Array.prototype, Map: Map.prototype, Set: Set.prototype, Object, ObjectPrototype: Object.prototype, Reflect, String: String.prototype, RegExp: RegExp.prototype, Number, NumberPrototype: Number.prototype, JSON, Math, Symbol: Symbol.prototype, Date: Date.prototype, Error: Error.prototype, Promise: Promise.prototype, WeakMap: WeakMap.prototype, BigInt: BigInt.prototype, Int32Array: Object.getPrototypeOf(Int32Array.prototype), Atomics, performance: Object.getPrototypeOf(performance) };
let armed = false;
for (const name in owners) for (const key of ownKeys(owners[name])) {
  const owner = owners[name]; const d = Reflect.getOwnPropertyDescriptor(owner, key);
  if (!d || !d.configurable || typeof d.value !== "function" || key === "constructor") continue;
  const original = d.value;
  Reflect.defineProperty(owner, key, { ...d, value: function (...args) { if (armed) { armed = false; problems[problems.length] = `${name}.${String(key)}`; } return new.target ? Reflect.construct(original, args) : apply(original, this, args); } });
}
class Shape { area(x) { return x; } get side() { return 1; } static of(x) { return x; } }
function plain(a, b) { return a; }
function* steps(x) { yield x; }
async function later(x) { return x; }
function fails(x) { throw x; }
const value = { a: [1, "s", new Date(0), /x/g, 5n, Symbol("q")], m: new Map([[1, 2]]), s: new Set([1]), e: new Error("e"), f() {}, t: new Uint8Array(3), big: "x".repeat(5000) };
const shape = new Shape();
armed = true; plain(value, 1.5); armed = true; shape.area(value); armed = true; shape.side; armed = true; Shape.of(value); armed = true; later(value); armed = true; const g = steps(value); armed = true; g.next(); armed = true; g.next();
armed = true; try { fails(value); } catch { } armed = false;
log(problems);
require("./parts/required_late.cjs");
