// Calls that never end.
function* steps() { yield 1; yield 2; }
async function waits() { await new Promise(() => {}); console.log("never"); }
async function* both() { yield 1; await new Promise(() => {}); }
const g = steps(); g.next();
waits(); const b = both(); b.next().then(() => { b.next(); after(); });
function after() { console.log("after"); }
