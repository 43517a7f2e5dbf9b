// What a `finally` block does to the way out.
function plain() { try { return 1; } finally { seen(); } }
function overridden() { try { return 1; } finally { return 2; } }
function swallowed() { try { throw new Error("gone"); } finally { return 3; } }
function replaced() { try { return 1; } finally { throw new Error("instead"); } }
function broken() { for (;;) { try { return 1; } finally { break; } } return 4; }
function continued() { let n = 0; while (n++ < 2) { try { return n; } finally { continue; } } return 5; }
function labelled() { out: { try { return 1; } finally { break out; } } return 6; }
function nested() { try { try { return 1; } finally { try { return 2; } finally { seen(); } } } finally { seen(); } }
function caught() { try { throw 1; } catch { return 7; } finally { seen(); } }
function fromCatch() { try { throw 1; } catch { throw new Error("from catch"); } finally { seen(); } }
function empty() { try { return; } finally { } }
function changes() { let x = 1; try { return x; } finally { x = 2; } }
function breaksThrow() { for (;;) { try { throw 1; } finally { break; } } }
function callsInFinally() { try { return seen(); } finally { seen(); } }
function seen() { return "seen"; }
function* generator() { try { yield 1; return 2; } finally { yield 3; } }
async function later() { try { return await 1; } finally { await null; seen(); } }
for (const f of [plain, overridden, swallowed, replaced, broken, continued, labelled, nested, caught, fromCatch, empty, changes, breaksThrow, callsInFinally]) {
  try { console.log(f.name, f()); } catch (e) { console.log(f.name, "threw", e.message); }
}
const g = generator();
console.log(g.next(), g.return(9), g.next(), g.next());
console.log(await later());
