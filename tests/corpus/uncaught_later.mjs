// differs in bun: stderr - Bun runs what its transpiler makes of the instrumented code
function fail() { throw new RangeError("in a timer"); }
setTimeout(() => fail(), 1);
