// Accessors and methods called in unusual ways.
const o = { v: 1, get g() { return this.v; }, set g(x) { this.v = x; }, m() { return this?.v; }, a: () => typeof this };
const child = Object.create(o, { v: { value: 2, writable: true } }); child.g = 3;
console.log(child.g, o.g, Reflect.get(o, "g", { v: 9 }), (0, o.m).call({ v: 4 }), o["m"](), o?.m(), (o.m)(), o.a(), Reflect.apply(o.m, { v: 5 }, []));
Number.prototype.twice = function () { return typeof this + this * 2; }; console.log((2).twice());
function F() { if (!new.target) return new F(); this.made = true; return 5; } console.log(F().made, new F().made);
console.log([1, 2].map(function (x) { return x * this.k; }, { k: 3 }), Array.from({ length: 2 }, function (_, i) { return this.b + i; }, { b: 1 }));
const bound = o.m.bind({ v: 6 }, 1); console.log(bound(), bound.name, new (function G() { this.n = new.target.name; }.bind(null))().n);
console.log(function () { return arguments.length; }(...[1, 2], 3), ((f) => f.apply(null, { length: 2, 0: "a", 1: "b" }))((...x) => x.join()));
