// runtimes: deno node24 node26
// What is hoisted, and where to, in sloppy code.
console.log(typeof before, typeof variable, typeof inBlock, before());
function before() { return "before"; }
var variable = 1;
{ function inBlock() { return "block"; } }
console.log(inBlock());
if (true) { function conditional() { return 1; } } else { function conditional() { return 2; } }
console.log(conditional());
switch (1) { case 0: function inCase() { return "case"; } case 1: console.log(inCase()); }
console.log(typeof inCase);
try { throw 1; } catch (e) { var e = 2; console.log(e); }
console.log(e);
(function () { console.log(typeof inner, typeof x); { function inner() {} } var x = 1; console.log(typeof inner); })();
label: function labelled() { return "l"; }
console.log(labelled());
f = function () { return typeof f; }; console.log(f()); delete globalThis.f; console.log(typeof f);
(function named() { named = 1; console.log(typeof named); })();
(function () { if (1) function g() { return "g"; } console.log(g()); })();
for (var i = 0, fs = []; i < 2; i++) fs.push(() => i);
for (let j = 0; j < 2; j++) fs.push(() => j);
console.log(fs.map((f) => f()).join());
console.log((function () { return this === globalThis; })(), (function () { "use strict"; return this; })(), this === module.exports, (() => this === exports)());
(function () { function f() { return "outer"; } { function f() { return "inner"; } } console.log(f()); })();
(function (x) { function g() { return "outer"; } if (x) function g() { return "if"; } switch (x) { case 1: function h() { return "case"; } } function h() { return "outer"; } console.log(g(), h()); })(1);
(function () { "use strict"; function s() { return "outer"; } { function s() { return "inner"; } } console.log(s()); })();
