// differs in deno bun: stderr - the place is that of the instrumented code
function read() { return require("node:fs").readFileSync("/nowhere/at/all"); }
read();
