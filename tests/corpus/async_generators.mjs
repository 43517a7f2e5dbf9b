// Async generators: queue of requests, implicit awaits.
const log = (...x) => console.log(...x);
const show = (name) => [(r) => log(name, r), (e) => log(name, "rejected", e?.message ?? e)];
async function* numbers(n) { try { for (let i = 0; i < n; i++) yield i; return "end"; } finally { log("closed"); } }
async function* returnsNothing() { try { return; } finally { log("finally of return;"); } }
async function* returnsPromise() { try { return Promise.resolve("r"); } finally { log("finally of promise"); } }
async function* returnsRejected() { try { return Promise.reject(new Error("rr")); } catch (e) { log("caught", e.message); yield "y"; } }
async function* yieldsRejected() { try { yield Promise.reject(new Error("yr")); } catch (e) { log("caught", e.message); yield Promise.resolve("ok"); } }
async function* delegates() { log("result", yield* numbers(2)); yield* [Promise.resolve(5), 6]; try { yield* fails(); } catch (e) { log("delegate", e.message); } }
async function* fails() { yield 7; throw new Error("f"); }
let g = numbers(3);
g.next().then(...show("n1")); g.next().then(...show("n2")); g.return("early").then(...show("ret")); g.next().then(...show("n3"));
log("sync");
returnsNothing().next().then(...show("nothing")); log("after nothing");
returnsPromise().next().then(...show("promise")); log("after promise");
await null; await null; await null; await null; await null; await null;
g = returnsRejected(); await g.next().then(...show("a")); await g.next().then(...show("b"));
g = yieldsRejected(); await g.next().then(...show("c")); await g.next().then(...show("d"));
for await (const x of delegates()) log("item", x);
g = numbers(2); await g.throw(new Error("t")).then(...show("throw first"));
g = numbers(2); await g.next(); await g.throw(new Error("t")).then(...show("throw"));
g = numbers(2); await g.return(Promise.reject(new Error("rej"))).then(...show("return rejected"));
g = numbers(2); await g.next(); await g.return(Promise.resolve("res")).then(...show("return resolved"));
const order = []; const h = (async function* () { order.push(1); yield 1; order.push(2); })(); h.next().then(() => order.push("then")); await null; h.next(); await null; await null; await null; log(order.join());
function between() { return "between"; }
const waits = returnsPromise(); const w = waits.next(); between(); await w; between();
