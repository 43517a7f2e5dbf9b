// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// Stacks through code made at run time.
function outer() { return new Function("throw new Error('f')")(); }
try { outer(); } catch (e) { console.log(e.stack.split("\n").slice(0, 3).join("\n")); }
