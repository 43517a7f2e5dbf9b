// `yield*`, and each property of the iterator it reads.
const log = (...x) => console.log(...x);
function* inner() { try { const x = yield 1; log("inner got", x); yield 2; return "inner result"; } catch (e) { log("inner caught", e); yield "after"; return "caught result"; } finally { log("inner finally"); } }
function* outer() { const r = yield* inner(); log("result", r); yield* [10, 20]; yield* "ab"; return yield* (function* () { return "last"; })(); }
let g = outer(); log(g.next(), g.next("x"), g.next(), g.next(), g.next(), g.next(), g.next(), g.next());
g = outer(); g.next(); log(g.throw("boom"), g.next(), g.return("bye"), g.next());
g = outer(); g.next(); log(g.return("r"));
function iterator(name, methods) { return new Proxy(methods, { get(t, k, r) { log(name, "get", String(k)); return Reflect.get(t, k, r); } }); }
function* over(x) { try { return yield* x; } catch (e) { log("error", e.name); } }
const result = (v, done = false) => iterator("result", { value: v, done });
const make = (methods) => iterator("iterable", { [Symbol.iterator]: () => iterator("iterator", methods) });
g = over(make({ next: (x) => { log("next", x); return result(1); } })); log(g.next("first").done, g.next("second").done);
g = over(make({ next: () => result(1) })); g.next(); log(g.throw("no throw method"));
g = over(make({ next: () => result(1) })); g.next(); log(g.return("no return method"));
g = over(make({ next: () => result(1), return: (v) => { log("return", v); return result("ret", true); } })); g.next(); log(g.return("given"));
g = over(make({ next: () => result(1), return: () => 5 })); g.next(); log(g.return("not an object"));
g = over(make({ next: () => result(1), throw: () => result("t", true) })); g.next(); log(g.throw("given"));
g = over(make({ next: 5 })); log(g.next());
g = over({}); log(g.next()); g = over(null); log(g.next()); g = over({ [Symbol.iterator]: 5 }); log(g.next()); g = over({ [Symbol.iterator]: () => 1 }); log(g.next());
