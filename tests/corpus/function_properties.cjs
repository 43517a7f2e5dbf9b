// What functions are, apart from being called.
function f(a, b) {}
const g = (a, b = 1, ...c) => {}; const h = async function () {}; class K { m() {} static s(x) {} get p() { return 1; } }
for (const x of [f, g, h, K, K.prototype.m, K.s, function* () {}, async () => {}, function () { "use strict"; }, f.bind(1, 2)]) console.log(x.name, x.length, Object.getOwnPropertyNames(x).join(), Object.prototype.toString.call(x), "prototype" in x);
console.log(f.hasOwnProperty("caller"), f.prototype.constructor === f, typeof Object.getOwnPropertyDescriptor(K.prototype, "p").get);
let a, b; a = function () {}; b ??= () => {}; const [c = () => {}] = []; const { d = class {} } = {}; const o = { e: () => {}, ["f" + 1]: () => {}, [Symbol("y")]: () => {}, get q() { return 1; } };
console.log(a.name, b.name, c.name, d.name, o.e.name, o.f1.name, o[Object.getOwnPropertySymbols(o)[0]].name, Object.getOwnPropertyDescriptor(o, "q").get.name, ((x = () => {}) => x.name)(), (() => () => {})().name, (() => { return class {}; })().name, (0, function () {}).name);
function Old(x) { if (!(this instanceof Old)) return new Old(x); this.x = x; } Old.prototype.get = function () { return this.x; };
console.log(Old(1).get(), new Old(2).get(), new (function () { this.y = 3; })().y, new (function () { return { z: 4 }; })().z);
for (const x of [g, h, K.prototype.m]) try { new x(); } catch (e) { console.log(e.name); }
console.log(typeof new f(), new.target === undefined, Reflect.construct(function () { return new.target; }, [], K) instanceof K);
