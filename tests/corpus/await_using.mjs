// runtimes: deno bun node26
// `using` and `await using`: what is disposed of when, and what runs meanwhile.
const log = (x) => console.log(x);
const resource = (name) => ({ name, [Symbol.dispose]() { log(`dispose ${name}`); } });
const later = (name) => ({ name, async [Symbol.asyncDispose]() { log(`begin ${name}`); await null; log(`end ${name}`); } });
function plain() { using a = resource("a"), b = resource("b"); return log("body"); }
async function waits() { await using a = later("x"); await using b = later("y"); log("body"); return 1; }
async function inner() { { await using a = later("block"); other(); } other(); return "after block"; }
function other() { log("other"); }
async function throws() { await using a = { async [Symbol.asyncDispose]() { throw new Error("dispose"); } }; throw new Error("body"); }
async function loops() { for (await using x of [later("l1"), later("l2")]) other(); for (using x of [resource("r")]) other(); }
async function nothing() { await using a = null; using b = undefined; return "nothing"; }
async function* generator() { await using a = later("g"); yield 1; yield 2; }
plain(); log(await waits()); log(await inner());
try { await throws(); } catch (e) { log(`${e.constructor.name} ${e.error?.message} ${e.suppressed?.message}`); }
await loops(); log(await nothing());
for await (const x of generator()) { log(x); break; }
const racing = waits(); other(); await racing; other();
{ await using top = later("top"); log("top body"); }
other();
async function failing() { await using a = later("a"); other(); await using b = missing(); }
async function failingAtOnce() { await using a = later("a"), b = missing(); }
async function leaves() { l: for (const y of [1]) for (await using x of [later("l3"), later("l4")]) break l; other(); for (await using x of [null, undefined]) continue; other(); }
function missing() { throw new Error("missing"); }
const running = leaves(); other(); await running;
for (const f of [failing, failingAtOnce]) { const failed = f(); other(); await failed.catch((e) => log(e.message)); other(); }
function disposesLast() { using a = { [Symbol.dispose]() { throw new Error("last"); } }; other(); } try { disposesLast(); } catch (e) { log(e.message); } other();
