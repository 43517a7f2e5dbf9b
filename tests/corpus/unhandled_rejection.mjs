async function fail() { await null; throw new Error("nobody waits"); }
fail();
console.log("after");
