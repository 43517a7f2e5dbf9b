// `with`: whatever is in it looks its names up in an object first.
const log = []; const greedy = new Proxy({}, { has(_, k) { if (typeof k === "string" && k !== "console" && k !== "log" && k !== "JSON") log.push(k); return false; } });
function plain(o) { with (o) { return x; } }
function calls(o) { with (o) { return helper(x); } }
function helper(x) { return x + 1; }
function inner(o) { with (o) { return (() => x)(); } }
function loops(o) { for (const i of [1, 2]) with (o) { if (i === 1) continue; return i + x; } }
function tries(o) { try { with (o) { throw x; } } catch (e) { return e; } finally { helper(1); } }
function falls(o) { with (o) { x = 9; } }
function throwsOut(o) { with (o) { throw new Error("out"); } }
function nested(o) { with (o) with ({ y: 2 }) { return x + y; } }
function noReturn(o) { with (o) { if (x) return; } return "never"; }
function finallyReturn(o) { try { with (o) { return 1; } } finally { helper(2); } }
console.log(plain({ x: 1 }), calls({ x: 1 }), inner({ x: 3 }), loops({ x: 5 }), tries({ x: 6 }), nested({ x: 1 }), noReturn({ x: 1 }), finallyReturn({}));
const o = { x: 1 }; falls(o); console.log(o.x);
try { throwsOut({}); } catch (e) { console.log(e.message); }
helper(3);
function watched() { with (greedy) { helper(1); (function () { return 1; })(); } } watched();
console.log(log.join());
