// Fields, static blocks, and functions in them.
const seen = [];
class A {
  static #count = 0;
  static { seen.push("block", this.name); A.#count = 5; try { throw 1; } catch { seen.push("caught"); } finally { seen.push("finally"); } }
  handler = () => this.value;
  value = (() => 3)();
  ["f" + 1] = function () { return this.value; };
  static helper = () => A.#count;
  static { const f = () => { return this === A; }; seen.push(f()); }
  static anonymous = class {};
  plain = function () {};
  static async = 1; get; set; static; x
  'quoted' = 2;
}
const a = new A();
console.log(seen.join(), a.handler.call(null), a.f1(), A.helper(), A.anonymous.name, a.plain.name, a.handler.name, a.f1.name, Object.keys(a).join());
class B extends A { value = super.constructor.name; over = () => super.toString === Object.prototype.toString; }
console.log(new B().handler(), new B().over());
let n = 0;
class C { [`k${n++}`] = n++; static [`s${n++}`] = n; m(x = () => this) { return x() === this; } }
console.log(Object.keys(new C()).join(), C.s1, n, new C().m());
