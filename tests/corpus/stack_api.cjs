// runtimes: deno node24 node26
// differs in deno node24 node26: stdout - call sites are handed out as the engine has them
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
console.log(Object.keys(Error).join(), "prepareStackTrace" in Error ? typeof Error.prepareStackTrace : "none");
try { require("node:fs").readFileSync(1.5, 7); } catch (e) { console.log(e.stack.split("\n")[0], e.code); }
try { require("node:fs").readFileSync("/nowhere"); } catch (e) { console.log(e.stack.split("\n")[0], e.code); }
