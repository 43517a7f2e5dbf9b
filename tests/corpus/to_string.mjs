// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// The text of functions is what was written.
function declared(a, b = 1) { /* comment */ return a + b; }
const forms = [declared, function () { return 1 }, (x) => x * 2, x => ({ x }), async (x) => await x, async function later() { for await (const x of []) ; }, function* g() { yield 1; yield* []; },
  class A { static x = () => 1; #p = 2; m() { return this.#p; } static { try { void 0; } finally { } } }, { m() { return 1; } }.m, { get x() { return 1; } }.__lookupGetter__("x"), { async *[`k`]() { yield 1; } }.k, { "a b"() { } }["a b"], (a, { b }, [c] = [], ...d) => { }];
for (const f of forms) console.log(f.toString());
console.log(forms.map((f) => Function.prototype.toString.call(f) === String(f) && `${f}` === f + "").join());
console.log(new Function(`return (${declared})`)()(1), eval(`(${forms[2]})`)(4), `${Math.max}`, String(forms[0].bind(null)), `${class { }}`);
console.log(Function.prototype.toString.toString(), Function.prototype.toString.name, Function.prototype.toString.length, "prototype" in Function.prototype.toString, Object.getOwnPropertyNames(Function.prototype.toString).join());
try { Function.prototype.toString.call({}); } catch (e) { console.log(e.name); }
try { new Function.prototype.toString(); } catch (e) { console.log(e.name); }
const keyed = { [(x) => x]: 1, [function () { return 1 }]: 2 };
console.log(keyed[(x) => x], keyed[String(function () { return 1 })], Object.keys(keyed)[0]);
