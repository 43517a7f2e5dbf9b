// Every way to write a function, and the name that a trace gives it.
function declared(a, b) { return a + b; }
const expressed = function (a) { return a * 2; };
const named = function inner(n) { return n === 0 ? 0 : inner(n - 1); };
const arrow = (a) => a + 1;
const block = (a) => { return a - 1; };
const object = () => ({ x: 1 });
const parenthesised = ((a) => a);
const curried = (a) => (b) => a + b;
const nothing = () => {};
const list = { method(a) { return a; }, property: function () { return 1; }, arrow: () => 2, ["com" + "puted"]() { return 3; }, get value() { return 4; }, set value(v) { this.v = v; } };
let assigned;
assigned = () => 5;
console.log(declared(1, 2), expressed(3), named(2), arrow(1), block(1), object().x, parenthesised(7), curried(1)(2), nothing());
console.log(list.method(8), list.property(), list.arrow(), list.computed(), list.value, list.value = 9, assigned());
console.log((function () { return "iife"; })(), (() => "arrow iife")(), (function called() { return "named iife"; })());
console.log([1, 2].map((x) => x * 2), [3, 1].sort(function (a, b) { return a - b; }));
console.log(new (class { go() { return "anonymous class"; } })().go());
console.log([declared, expressed, named, arrow, block, object, parenthesised, curried, nothing, list.method, list.property, list.arrow, list.computed, assigned].map((f) => `${f.name}/${f.length}`).join());
