// Modules that wait, in the order that they have without probes.
import { first } from "./parts/waits_first.mjs";
import { second } from "./parts/waits_second.mjs";
console.log("main", first, second);
const x = await new Promise((r) => { setTimeout(() => r("late"), 1); });
console.log(x, await (async () => "inner")());
for await (const y of [1, Promise.resolve(2)]) console.log(y);
try { await import("./parts/waits_throws.mjs"); } catch (e) { console.log(e.message); }
try { await import("./parts/waits_throws.mjs"); } catch (e) { console.log("again", e.message); }
if (await true) await null
console.log(await import("./parts/waits_first.mjs") === await import("./parts/waits_first.mjs"))
