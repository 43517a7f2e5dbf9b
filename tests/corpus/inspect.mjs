// What the console makes of functions and objects of traced code.
class A { x = 1; get y() { return 2; } #z = 3; m() {} } class B extends A {} function f() {} const o = { f, g() {}, h: () => {}, k: class {}, get p() { return 1; }, async q() {}, *r() {} };
console.log(A, B, f, o, new A(), new B(), [f], new Map([[f, A]]), async () => {}, function* () {}, Object.assign(() => {}, { extra: 1 }));
console.log("%s %d %o %j", f, 1, { a: f }, { b: 1 }); console.log(new (class extends Map {})([[1, 2]]));
