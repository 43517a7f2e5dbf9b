// Promises of other makes.
class Mine extends Promise { static made = 0; constructor(f) { super(f); Mine.made++; } then(a, b) { console.log("then"); return super.then(a, b); } }
async function waits(p) { const x = await p; return x; }
async function gives(p) { return p; }
console.log(await waits(Mine.resolve(1)), Mine.made, await gives(Mine.resolve(2)), Mine.made);
const thenable = { get then() { console.log("read then"); return (y) => y(3); } };
console.log(await waits(thenable), await gives(thenable), await Promise.resolve(thenable));
const odd = Promise.resolve(5); odd.constructor = { [Symbol.species]: Mine }; console.log(await waits(odd));
Promise.prototype.then = new Proxy(Promise.prototype.then, { apply(t, th, args) { console.log("patched then"); return Reflect.apply(t, th, args); } });
console.log(await waits(Promise.resolve(6)), await gives(7));
const { promise, resolve } = Promise.withResolvers(); setTimeout(() => resolve("w"), 1); console.log(await waits(promise));
console.log(waits(1) instanceof Promise, waits(1).constructor === Promise);
