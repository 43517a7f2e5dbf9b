// runtimes: deno node24 node26
// Syntax of sloppy code alone.
function sloppyOnly() { var public = 010, yield = 1; undeclared2 = public; return [undeclared2, yield, "\07".length, delete globalThis.undeclared2]; }
console.log(...sloppyOnly());
