import process from "node:process";
function set() { process.exitCode = 7; }
set();
process.on("exit", (c) => { console.log("exit", c); });
