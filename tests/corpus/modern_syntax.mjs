// Syntax of recent years, in and around functions.
const o = { a: { b: (x) => x, c: null }, n: 1_000n };
let u; u ??= (() => 1)(); u ||= 2; u &&= ((x) => x + 1)(u); o.a.c ??= () => "c";
console.log(u, o.a?.b?.(3), o.z?.b(4), o.a.c(), o?.["a"].b(["t"])[0], o.n, 2 ** 3 ** 2, (-2) ** 2, 0b11, 0o17, 0xff, .5, 1e3);
const { a: { b: renamed }, ...rest } = o; const [p, , q = (() => 9)(), ...r] = [1, 2]; console.log(renamed(1), Object.keys(rest), p, q, r);
label: { try { break label; } catch { } finally { console.log("fin"); } }
console.log(((a, b = 2, ...{ length }) => a + b + length)(1), [..."añ"].length, `${`${(() => "deep")()}`}`, ((...[a, [b]]) => a + b)(1, [2]));
for (const [k, v] of Object.entries({ x: 1 })) console.log(k, v); for (const { length } of ["abc"]) console.log(length); for (let i = 0, f = () => i; i < 1; i++) console.log(f());
for (var k = ("a" in { a: 1 }) ? (() => 1)() : 2, once = true; once; once = false) console.log(k);
console.log(/(?<y>\d{4})(?=-)/u.exec("2020-1").groups.y, "aXbX".replace(/X/g, (m, i) => i), "x".replaceAll("x", () => "y"), /[\p{L}--[a-z]]/v.test("A"));
console.log(Object.groupBy([1, 2, 3], (x) => x % 2 ? "odd" : "even"), Array.fromAsync ? await Array.fromAsync([1, Promise.resolve(2)], async (x) => x * 2) : [2, 4], [3, 1].toSorted((a, b) => a - b));
if (1) ; else ; switch (1) { } ; ; ; do ; while (0); (() => { ; })(); ((a) => { a })(1);
console.log((() => { throw 1 }, "comma"), (a => b => c => a + b + c)(1)(2)(3), (async x => x)(1) instanceof Promise, (class { static async *#g() { yield* [1]; } static g() { return this.#g(); } }).g()[Symbol.toStringTag]);
var v = 1, f = function () { return v }, g = () => f(), { h = () => g() } = {}; console.log(h()); if (v) function_(); else { } function function_() { console.log("fn"); }
export default async () => { }
