function f() { throw new Error("cjs failed"); }
f();
