// `for await` over all there is.
const log = (...x) => console.log(...x);
function visit(x) { log("visit", x); return x; }
function source(name, n) { let i = 0; return { [Symbol.asyncIterator]() { return this; }, async next() { return { value: i, done: i++ >= n }; }, async return() { log(name, "return"); return {}; } }; }
async function whole() { for await (const x of source("whole", 2)) visit(x); visit("end"); }
async function breaks() { for await (const x of source("breaks", 9)) { if (x === 1) break; } visit("broke"); }
async function returns() { for await (const x of source("returns", 9)) return visit(x); }
async function throws() { try { for await (const x of source("throws", 9)) throw new Error("t"); } catch (e) { visit(e.message); } }
async function labelled() { l: for await (const x of source("labelled", 2)) { for await (const y of [1, 2]) { if (y === 2) continue l; visit(y); } } visit("after"); l2: for await (const x of []) {} visit("after 2"); }
async function unbraced(x) { if (x) for await (const y of [x]) visit(y); else for await (const z of [0]); visit("after"); }
async function nested() { for await (const x of [1]) for await (const y of [x, 2]) visit(y); visit("n"); }
async function promises() { for await (const x of [Promise.resolve(1), 2, Promise.reject(new Error("p"))]) visit(x); }
async function targets() { let o = {}; for await (o.x of [1, 2]); for await (var v of [3]); for await ([o.y] of [[4]]); for await (const { a, b = 5 } of [{ a: 1 }]) visit(a + b); return visit(JSON.stringify([o, v])); }
async function rejectedNext() { try { for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error("next")) }) }); } catch (e) { visit(e.message); } }
async function notIterable(x) { try { for await (const y of x); } catch (e) { visit(e.name); } }
async function inFinally() { try { return 1; } finally { for await (const x of [2]) visit(x); } }
async function* generator() { for await (const x of source("generator", 5)) yield x; }
async function empty() { for await (const x of []); visit("empty"); }
await whole(); await breaks(); await returns(); await throws(); await labelled(); await unbraced(1); await unbraced(0); await nested();
await promises().catch((e) => log(e.message)); await targets(); await rejectedNext(); await notIterable(1); await notIterable(undefined); await notIterable({ [Symbol.asyncIterator]: 1 });
log(await inFinally()); await empty();
for await (const x of generator()) { if (x) break; }
for await (const x of [1]) visit(x);
top: for await (const x of [1, 2]) { visit(x); continue top; }
visit("last");
