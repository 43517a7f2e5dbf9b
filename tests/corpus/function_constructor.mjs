// Code made at run time runs as it is.
const add = new Function("a", "b", "return a + b");
const gen = Object.getPrototypeOf(function* () {}).constructor("n", "yield n; yield n + 1");
const later = Object.getPrototypeOf(async () => {}).constructor("return await 5");
console.log(add(1, 2), [...gen(1)], await later(), add.name, add.length, String(add).replace(/\s+/g, " "));
globalThis.local = (f) => f(1);
console.log(new Function("return local((x) => x + 1)")(), (0, eval)("local(function (x) { return x * 3 })"), globalThis.Function("return this")() === globalThis);
try { new Function("return }"); } catch (e) { console.log(e.name); }
