// What runs by itself has no parent.
import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
function tick(x) { return x; }
async function start() { setTimeout(function timer() { tick("timer"); }, 1); queueMicrotask(() => { tick("microtask"); }); await null; tick("own"); Promise.resolve().then(function reaction() { tick("then"); }); }
await start();
await new Promise((r) => { setTimeout(r, 5); });
const emitter = new EventEmitter(); emitter.on("e", function handler(x) { return tick(x); });
function emits() { emitter.emit("e", 1); }
emits();
for await (const chunk of Readable.from(["a", "b"])) tick(chunk);
console.log("end");
