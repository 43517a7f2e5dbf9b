// What records say of values of all kinds.
function see(value) { return value; }
class Point { x = 1; #y = 2; }
class Sub extends Map {}
const cycle = { name: "cycle" }; cycle.self = cycle;
const sparse = [1, , 3]; sparse.length = 5;
const nothing = Object.create(null); nothing.a = 1;
for (const v of [0, -0, 1.5, NaN, Infinity, -7, 2 ** 31, 2 ** 53, 1e300, 10n, -(2n ** 70n), "", "text", "a\nb\u0000\u001b[31m", "\ud800", "é😀", true, false, null, undefined, Symbol("s"), Symbol.iterator, Symbol(),
  see, class K {}, () => {}, [], [1, "two", [3]], sparse, {}, { a: 1, "b c": { d: [] } }, nothing, cycle, new Point(), new Map([[1, { a: 2 }]]), new Set(["x"]), new Sub([[1, 2]]), new WeakMap(), new Date(0), new Date(NaN), /a\/b/gi,
  new TypeError("bad", { cause: 5 }), Promise.resolve(1), new Uint8Array([1, 2]), new ArrayBuffer(3), new Proxy({}, {}), Object(1), Object("s"), new (class extends Array {})(2), function* () {}, async () => {}, Math, JSON,
  { password: "p", apiKey: 1, token: "t", user: "u" }, { get x() { throw 1; } }, { [Symbol("k")]: 1 }, "x".repeat(10000), Array(5000).fill(7), [[[[[[[[1]]]]]]]]]) see(v);
console.log("seen");
