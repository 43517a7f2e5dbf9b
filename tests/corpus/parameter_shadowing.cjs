// differs in bun: stdout records - Bun runs what its transpiler makes of the instrumented code
// Functions and variables declared under the name of a parameter.
function hoisted(a) { return typeof a; function a() {} }
function variable(a) { var a; return a; }
function assigned(a) { var a = 2; return a; }
function declaredTwice() { return f(); function f() { return 1; } function f() { return 2; } }
function withVar() { var f = 1; function f() {} return typeof f; }
function throwsOut(a) { function a() {} throw new Error("out"); }
function inBlock(a) { { function a() { return "block"; } } return typeof a; }
function ifFunction(x) { if (x) function g() { return "g"; } return typeof g; }
function own() { own = 1; return typeof own; }
async function later(a) { function a() { return 1; } await null; return typeof a; }
function* steps(a) { function a() {} yield typeof a; }
console.log(hoisted(1), variable(1), assigned(1), declaredTwice(), withVar(), inBlock(1), ifFunction(true), ifFunction(false), own(), typeof own);
try { throwsOut(1); } catch (e) { console.log(e.message); }
[1, 2].forEach((x) => { try { throwsOut(x); } catch { } });
new Promise(throwsOut).catch((e) => { console.log("rejected", e.message); after(); });
function after() { console.log("after"); }
later(1).then((t) => console.log(t, ...steps(1)));
