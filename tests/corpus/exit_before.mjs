import process from "node:process";
let n = 0;
function again() { if (n++ < 2) setTimeout(() => console.log("again", n), 1); }
process.on("beforeExit", again);
