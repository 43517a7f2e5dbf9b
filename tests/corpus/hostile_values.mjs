// Values that would notice being looked at. None of them is.
const touched = [];
const touch = (what) => () => { touched.push(what); throw new Error(`touched ${what}`); };
function take(...values) { return values.length; }
async function later(v) { await null; return v; }
function* yields(v) { yield v; }
const traps = Object.fromEntries(Reflect.ownKeys(Reflect).filter((k) => typeof k === "string").map((k) => [k, touch(`trap ${k}`)]));
const proxy = new Proxy({}, traps), callable = new Proxy(function () {}, traps), list = new Proxy([], traps);
const revoked = Proxy.revocable({}, {}); revoked.revoke();
const getter = { get x() { return touch("getter")(); }, set x(v) { touch("setter")(); }, get [Symbol.toStringTag]() { return touch("tag")(); } };
const converts = { toString: touch("toString"), valueOf: touch("valueOf"), toJSON: touch("toJSON"), [Symbol.toPrimitive]: touch("toPrimitive"), [Symbol.iterator]: touch("iterator"), constructor: proxy, get then() { return undefined; } };
class Odd { static get name() { return touch("name")(); } static [Symbol.hasInstance]() { return touch("hasInstance")(); } }
const inherited = Object.create(new Proxy({}, traps));
const error = new Error("e"); Object.defineProperty(error, "message", { get: touch("message") }); Object.defineProperty(error, "name", { get: touch("error name") }); Object.defineProperty(error, "stack", { get: touch("stack") });
class BadMap extends Map { get size() { return touch("size")(); } forEach() { touch("forEach")(); } [Symbol.iterator]() { touch("map iterator")(); } entries() { touch("entries")(); } get [Symbol.toStringTag]() { return touch("map tag")(); } }
class BadDate extends Date { toISOString() { touch("toISOString")(); } getTime() { touch("getTime")(); } }
class BadArray extends Array { get length2() { return touch("l")(); } static get [Symbol.species]() { return touch("species")(); } }
const f = () => {}; Object.defineProperty(f, "name", { get: touch("f.name") });
const promise = Promise.resolve(1); promise.then = touch("then"); 
class Hidden { #x = 1; }
const many = {}; for (let i = 0; i < 100000; i++) many["k" + i] = i;
const big = "x".repeat(50_000_000);
const bytes = new Uint8Array(1000); Object.defineProperty(bytes, "length", { get: touch("bytes length") });
const regexp = /x/; Object.defineProperty(regexp, "source", { get: touch("source") }); Object.defineProperty(regexp, "flags", { get: touch("flags") });
const array = [1, 2]; Object.defineProperty(array, 0, { get: touch("element") });
const all = [proxy, callable, list, revoked.proxy, getter, converts, new Odd(), Odd, inherited, error, new BadMap([[1, 2]]), new BadDate(0), BadArray.of(1), f, promise, new Hidden(), many, big, bytes, regexp, array, Object.freeze([1]), Object.seal({ a: 1 })];
for (const v of all) { take(v); take({ v }, [v], new Map([[v, v]])); [...yields(v)]; }
for (const v of all) if (v !== revoked.proxy && v !== proxy && v !== callable && v !== list && v !== inherited && v !== promise) await later(v);
for (const v of all) try { (function thrower(x) { throw x; })(v); } catch { }
console.log(take(...all), touched);
