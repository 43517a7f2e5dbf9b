// Constructors of derived classes, and the order of what they do.
const log = (what) => { console.log(what); return what; };
class Base {
  field = log("base field");
  constructor(x) { log(`base ${new.target.name}`); this.x = x; this.init?.(); }
  greet() { return "base"; }
  static make() { return new this(1); }
}
class Derived extends Base {
  own = log("derived field");
  #hidden = log("hidden");
  constructor(x) { log("before super"); super(x + 1); log("after super"); }
  init() { log("init " + this.own); }
  greet() { return "derived " + super.greet(); }
  get hidden() { return this.#hidden; }
}
class Silent extends Derived {}
class Odd extends Base { constructor() { return { odd: true }; } }
class Early extends Base { constructor(flag) { super(0); if (flag) return; this.late = 1; } }
class Throws extends Base { constructor() { super(0); throw new Error("no"); } }
class NoSuper extends Base { constructor() { if (0) super(); } }
class Twice extends Base { constructor() { super(1); try { super(2); } catch (e) { log(e.name); } } }
class Arrow extends Base { constructor() { const call = () => super(5); call(); } }
class Wrong extends Base { constructor() { super(); return 1; } }
console.log(new Derived(1).greet(), new Silent(2).x, new Odd(), new Early(true).late, new Early(false).late, new Derived(1).hidden);
for (const C of [Throws, NoSuper, Twice, Arrow, Wrong]) try { console.log(C.name, new C().x); } catch (e) { console.log(C.name, e.name); }
console.log(Derived.make() instanceof Derived, Reflect.construct(Base, [9], Silent) instanceof Silent);
try { Base(); } catch (e) { console.log(e.name); }
class List extends Array { sum() { return this.reduce((a, b) => a + b, 0); } }
console.log(new List(1, 2, 3).map((x) => x * 2).sum(), List.from([1]).constructor.name);
class Failure extends Error { constructor(m) { super(m); this.name = "Failure"; } }
console.log(String(new Failure("f")), new Failure("f") instanceof Error);
class Null extends null { static s = 1; }
console.log(Object.getPrototypeOf(Null.prototype), Null.s);
console.log(new (class extends (class { a = 1; }) { b = this.a + 1; })().b);
class Last extends Base { constructor() { try { throw 0; } catch { return; } finally { super(7); } } }
class Closing extends Base { constructor() { const each = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: () => (super(8), {}) }) }; for (const x of each) return; } }
class Never extends Base { constructor() { try { return; } finally { log("never"); } } }
for (const C of [Last, Closing, Never]) try { console.log(C.name, new C().x); } catch (e) { console.log(C.name, e.message); }
