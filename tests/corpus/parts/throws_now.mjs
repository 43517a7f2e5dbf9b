function f() { throw new Error("module threw"); }
export const x = f();
