// runtimes: bun node26
// No probe can stand where a loop with `await using` in its head waits: who does so is untraced, what it calls is not.
const log = (x) => console.log(x);
const later = (name) => ({ name, async [Symbol.asyncDispose]() { log(`begin ${name}`); await null; log(`end ${name}`); } });
const other = () => log("other");
async function head() { for (await using x = later("h"), y = later("i"); !x.seen; x.seen = true) other(); other(); }
const running = head(); other(); await running; other();
for (await using top = later("top"); !top.seen; top.seen = true) other();
