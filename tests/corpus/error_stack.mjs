// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// Stacks of errors show the places in the source.
function fail(x) { throw new Error(`no ${x}`); }
const arrow = (x) => fail(x);
class Thing { method() { return arrow(1); } get property() { return new Error("made"); } static make() { return new Thing().method(); } }
async function later() { await null; Thing.make(); }
function* steps() { yield 1; fail("generator"); }
function finallyStack() { try { fail("finally"); } finally { void 0; } }
const own = (stack) => stack.split("\n").filter((l) => !/node:|ext:|native|<anonymous>$|processTicks/.test(l)).join("\n");
for (const f of [() => fail(1), () => Thing.make(), finallyStack, () => { const g = steps(); g.next(); g.next(); }, () => { throw new Thing().property; }, () => null.x, () => undefinedFunction(), () => [1].map((x) => fail(x)), () => JSON.parse("{")]) {
  try { f(); } catch (e) { console.log(own(e.stack)); }
}
await later().catch((e) => console.log(own(e.stack)));
function chained() { return fail("same line"); } try { chained(); } catch (e) { console.log(own(e.stack)); }
try { try { fail("inner"); } catch (e) { throw new Error("outer", { cause: e }); } } catch (e) { console.log(own(e.stack), own(e.cause.stack)); }
