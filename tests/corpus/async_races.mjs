// One call is one call across its awaits, whatever runs in between.
const pause = (n) => new Promise((resolve) => { let left = n; const tick = () => left-- ? Promise.resolve().then(tick) : resolve(n); tick(); });
async function worker(name, turns) { await pause(turns); step(name); await pause(1); return step(name + "!"); }
function step(x) { return x; }
async function all() { return (await Promise.all([worker("a", 3), worker("b", 1)])).join(); }
async function race() { return await Promise.race([worker("slow", 5), worker("fast", 0)]); }
async function some() { return await Promise.any([fails("x"), worker("y", 2)]); }
async function fails(x) { await null; throw new Error(x); }
async function settled() { return (await Promise.allSettled([fails("f"), worker("s", 0)])).map((r) => r.status).join(); }
console.log(await all()); console.log(await race()); console.log(await some()); console.log(await settled());
try { await Promise.all([fails("1"), fails("2")]); } catch (e) { console.log(e.message); }
