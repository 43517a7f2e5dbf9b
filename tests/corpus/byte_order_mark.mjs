// differs in deno: stdout - the mark counts as a column
// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
export function f() { return new Error("e").stack.split("\n").find((l) => l.includes("byte_order"))?.replace(/.*byte_order_mark/, ""); }
console.log(f(), f.toString().length);
