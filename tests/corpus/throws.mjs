// Whatever can be thrown.
function thrower(x) { throw x; }
function passes(x) { return thrower(x); }
function rethrows(x) { try { return passes(x); } catch (e) { throw e; } }
const cause = new Error("outer", { cause: new TypeError("inner") });
const frozen = Object.freeze(new Error("frozen"));
const revoked = Proxy.revocable({}, {}); revoked.revoke();
for (const x of [1, "s", undefined, null, true, Symbol.iterator, 10n, cause, frozen, { toString() { throw 1; } }, revoked.proxy, () => 1, new AggregateError([1], "many")]) {
  try { rethrows(x); } catch (e) { console.log(e === x, typeof e); }
}
let who;
try { null.x; } catch (e) { who = e.name; }
try { undefinedName; } catch (e) { who += e.name; }
try { (void 0)(); } catch (e) { who += e.name; }
console.log(who);
const deep = (n) => n === 0 ? thrower("bottom") : deep(n - 1);
try { deep(3); } catch (e) { console.log(e); }
console.log([1, 2, 3].map((x) => { try { return passes(x); } catch (e) { return -e; } }));
