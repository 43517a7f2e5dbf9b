// The order of microtasks.
const order = [];
const note = (x) => { order.push(x); };
async function returnsValue() { note("v"); return 1; }
async function returnsPromise() { return Promise.resolve(1); }
async function awaitsOnce() { note("a1"); await null; note("a2"); }
async function awaitsTwice() { note("b1"); await null; note("b2"); await null; note("b3"); }
async function nests() { await awaitsOnce(); note("n"); return await returnsPromise(); }
async function thenable() { await { then(resolve) { note("then"); resolve(1); } }; note("thenable"); }
const arrow = async () => { await 0; note("arrow"); };
const short = async () => note("short");
const expression = async (x) => (await x) + 1;
async function rejects() { throw 1; }
async function catches() { try { await rejects(); } catch { note("caught"); } finally { note("finally"); } }
async function returnsInTry() { try { return Promise.reject(1); } catch { note("never"); } }
async function returnsAwaitInTry() { try { return await Promise.reject(1); } catch { note("return await"); return 2; } }
class P extends Promise {}
async function subclass() { await P.resolve(1); note("subclass"); }
returnsValue().then(() => note("value")); returnsPromise().then(() => note("promise")); awaitsOnce().then(() => note("once"));
awaitsTwice().then(() => note("twice")); nests().then(() => note("nests")); thenable().then(() => note("thenable then")); arrow().then(() => note("arrow then"));
short().then(() => note("short then")); expression(1).then(note); catches().then(() => note("catches then")); returnsInTry().catch(() => note("in try"));
returnsAwaitInTry().then(note); subclass().then(() => note("subclass then"));
let p = Promise.resolve(); for (let i = 0; i < 8; i++) p = p.then(() => note(`-${i}`));
queueMicrotask(() => note("microtask"));
await new Promise((r) => setTimeout(r, 5));
console.log(order.join(" "));
