// runtimes: deno node24 node26
// The stack as V8 gives it to programs.
function limited() { const limit = Error.stackTraceLimit; Error.stackTraceLimit = 2; const e = new Error("limited"); Error.stackTraceLimit = limit; return e.stack.split("\n").length; }
function captured() { const o = {}; Error.captureStackTrace(o); return o.stack.split("\n").slice(0, 2).join(); }
function hidden() { const o = {}; Error.captureStackTrace(o, hidden); return o.stack.split("\n")[1].includes("hidden"); }
function sites() { const old = Error.prepareStackTrace; Error.prepareStackTrace = (e, s) => s; const s = new Error().stack; Error.prepareStackTrace = old; return s; }
class K { m() { return sites(); } static s() { return new K().m(); } }
console.log(limited(), captured(), hidden());
console.log(sites().slice(0, 2).map((s) => [s.getFunctionName(), s.getLineNumber(), s.getColumnNumber(), s.isConstructor(), s.isEval()].join()));
console.log(K.s().slice(0, 3).map((s) => [s.getFunctionName(), s.getMethodName(), s.getTypeName(), s.getLineNumber(), s.getColumnNumber()].join()));
console.log(new Error("x").stack.split("\n").slice(0, 2).join());
const named = new TypeError("t"); named.name = "Renamed"; console.log(named.stack.split("\n")[0]);
try { require("node:fs").readFileSync(1.5, 7); } catch (e) { console.log(e.stack.split("\n")[0], e.code); }
try { require("node:fs").readFileSync("/nowhere"); } catch (e) { console.log(e.stack.split("\n")[0], e.code); }
console.log(new Function("return new Error('e')")().stack.split("\n").slice(0, 3).join());
class Own extends Error { static prepareStackTrace = (e, s) => `own ${s[0].getColumnNumber()}`; } console.log(new Own("o").stack.split("\n")[0]);
Error.prepareStackTrace = (e, s) => `${e.message} ${s[0]} ${s[0].getEvalOrigin()} ${s[0].getEnclosingColumnNumber?.()}`; console.log(new Error("mine").stack, eval("new Error('e').stack"));
