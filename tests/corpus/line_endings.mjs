// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// Carriage returns, and the separators of Unicode.
function f() {
  return "a" +
    "b";
}
/*   */ const g = () => "  ".length;console.log(f(), g(), f.toString().length, `
`.length);
function place() { return new Error("x").stack.split("\n").find((l) => l.includes("line_endings"))?.replace(/.*line_endings/, ""); }
console.log(place());