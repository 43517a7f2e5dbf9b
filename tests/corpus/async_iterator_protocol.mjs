// Each property that `for await` and `yield*` read of an iterator, in order, and when.
const log = (x) => console.log(x);
const watched = (name, target) => new Proxy(target, { get(t, k, r) { log(`${name} get ${String(k)}`); return Reflect.get(t, k, r); }, has(t, k) { log(`${name} has ${String(k)}`); return k in t; } });
const source = (sync) => watched("iterable", { [sync ? Symbol.iterator : Symbol.asyncIterator]() { let i = 0; return watched("iterator", { next(x) { log(`next ${x}`); const r = watched("result", { value: i, done: i++ > 1 }); return sync ? r : Promise.resolve(r); }, return(v) { log(`return ${v}`); return sync ? {} : Promise.resolve({}); } }); } });
async function loop(sync, leave) { for await (const x of source(sync)) { log(`body ${x}`); if (leave) break; } log("end"); }
async function* delegate(sync) { yield* source(sync); }
let turns = 0; (async () => { while (turns++ < 60) { await null; if (turns % 4 === 0) log(`turn ${turns}`); } })();
await loop(false, false); await loop(false, true); await loop(true, false); await loop(true, true);
for await (const x of delegate(false)) log(x);
const g = delegate(true); await g.next(); await g.return(5); turns = 99;
