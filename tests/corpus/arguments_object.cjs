// Sloppy arguments are the parameters themselves.
function mapped(a, b) { arguments[0] = 10; b = 20; return [a, arguments[1], arguments.length]; }
function strict(a) { "use strict"; arguments[0] = 10; return [a, arguments[0]]; }
function simple(a, b = 1) { arguments[0] = 10; return [a, arguments.length]; }
function callee(n) { return n ? n * arguments.callee(n - 1) : 1; }
function shadow(arguments) { return arguments; }
function variable() { var arguments = 5; return arguments; }
function declared() { return typeof arguments; function arguments() {} }
const outer = function () { return (() => arguments[0])(9); };
function passes() { return mapped.apply(this, arguments); }
function evals(a) { eval("a = 3"); return [a, arguments[0]]; }
function deletes(a) { delete arguments[0]; a = 2; return arguments[0]; }
console.log(JSON.stringify([mapped(1, 2, 3), strict(1), simple(1), callee(4), shadow(7), variable(), declared(), outer(8), passes(1, 2), evals(1), deletes(1)]));
console.log(mapped.caller === null, Object.getOwnPropertyNames((function () { return arguments; })(1)).join(), typeof arguments, arguments.length);
