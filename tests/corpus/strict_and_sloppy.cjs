// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// Directives keep their place, and `this` is what it was.
function strict() { "use strict"; return this; }
function second() { /* c */ 'some directive'; "use strict"; return this === undefined; }
function notFirst() { void 0; "use strict"; return this === globalThis; }
function escaped() { "use\u0020strict"; return this === globalThis; }
const arrow = () => { "use strict"; try { undeclared1 = 1; } catch (e) { return e.name; } };
const empty = () => { "use strict" };
function semicolons() { "use strict"
  return 1 }
function parenthesised() { ("use strict"); return this === globalThis; }
class C { m() { return this; } static s() { return (function () { return this; })(); } }
const { m } = new C();
function boxed() { return typeof this; }
console.log(strict(), second(), notFirst(), escaped(), arrow(), empty(), semicolons(), parenthesised(), m(), C.s(), boxed.call(1), boxed.call("s"), boxed.call(null));
function getThis() { return () => this; }
console.log(getThis.call(5)() instanceof Number, getThis.bind({ b: 1 })()().b);
