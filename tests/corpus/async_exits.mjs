// Ways out of async functions.
async function fails(how) { if (how === "sync") throw new Error("sync"); await null; throw new Error("later"); }
async function handles(how) { try { await fails(how); return "no"; } catch (e) { return `caught ${e.message}`; } finally { console.log("finally", how); } }
async function inCatch() { try { await Promise.reject(new Error("r")); } catch { await null; note("in catch"); } finally { await null; note("in finally"); } note("after"); }
function note(x) { console.log(x); }
async function overrides() { try { return await 1; } finally { return await 2; } }
async function loops() { for (let i = 0; i < 3; i++) { try { if (i === 1) continue; await i; if (i === 2) break; } finally { await note(i); } } return "looped"; }
async function conditional(x) { return (await x) ? await "yes" : await "no"; }
async function args() { return [await 1, await 2].concat(...[await 3]); }
async function badParameter(x = (() => { throw new Error("parameter"); })()) { return x; }
async function unusual() { await (await (await (() => Promise.resolve(Promise.resolve(1)))())); return typeof await null; }
async function optional(o) { return (await o)?.[await "k"]?.(await 1) ?? await "none"; }
async function assigned() { let x = 1; x += await 2; const o = { n: 1 }; o.n *= await 3; return x + o.n; }
const arrowThis = { v: 1, async m() { const f = async () => { await null; return this.v + arguments.length; }; return f(); } };
console.log(await handles("sync"), await handles("later")); await inCatch();
console.log(await overrides(), await loops(), await conditional(1), await conditional(0), await args());
await badParameter().catch((e) => console.log(e.message));
console.log(await unusual(), await optional(null), await optional({ k: (x) => x }), await assigned(), await arrowThis.m(1, 2));
