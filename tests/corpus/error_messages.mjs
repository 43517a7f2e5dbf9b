// What engines say of a mistake quotes the code, in which nobody sees a probe.
const g = async () => 1, o = {};
const say = (f) => f().catch((e) => console.log(e.name, e.message, e.stack.split("\n")[0]));
await say(async () => { (await g()).foo(); });
await say(async () => { (await g())(); });
await say(async () => { (await g()).foo.bar; });
await say(async () => { const { a } = (await g()).b; });
await say(async () => { o.missing(await g()); });
await say(async () => { for await (const x of [1]) x.foo(); });
await say(async () => { try { (await g()).foo(); } catch (e) { console.log("caught", e.message); throw e; } });
await say(async () => { try { (await g()).foo(); } catch ({ name }) { console.log("caught", name); } });
function* waits() { try { (yield 1).foo(); } catch (e) { console.log("caught", e.message); } } const it = waits(); it.next(); it.next(3);
class Mine extends Error { get message() { console.log("asked"); return "mine"; } }
try { throw new Mine("x"); } catch (e) { console.log(e instanceof Mine); }
await Promise.reject(new Mine("y")).catch((e) => console.log(e instanceof Mine));
await (async () => { throw new Mine("z"); })().catch((e) => console.log(e instanceof Mine));
