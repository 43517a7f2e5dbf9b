function leave() { try { process.exit(5); } finally { console.log("never"); } }
process.on("exit", (c) => console.log("exit", c, inExit()));
function inExit() { return "in exit"; }
leave();
