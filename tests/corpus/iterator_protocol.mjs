// Loops and patterns close iterators as ever.
function iterable(name, n, extra = {}) {
  let i = 0;
  return { [Symbol.iterator]() { console.log(name, "open"); return this; }, next() { return { value: i, done: i++ >= n }; }, return(v) { console.log(name, "return"); return extra.bad ? 1 : {}; } };
}
const [a, b] = iterable("pattern", 5);
const [...all] = iterable("rest", 3);
console.log(a, b, all);
for (const x of iterable("break", 5)) { if (x === 1) break; }
function leaves() { for (const x of iterable("return", 5)) return x; }
console.log(leaves());
try { for (const x of iterable("throw", 5)) throw new Error("t"); } catch (e) { console.log(e.message); }
outer: for (const x of iterable("outer", 2)) for (const y of iterable("inner", 2)) { console.log(x, y); continue outer; }
try { for (const x of iterable("bad", 5, { bad: 1 })) break; } catch (e) { console.log(e.name); }
console.log(Math.max(...iterable("spread", 3)), Array.from(iterable("from", 2), (x) => x + 1), new Map([[1, 2]]).size);
const f = ([x, y] = iterable("default", 9), { z } = { z: 3 }) => [x, y, z];
console.log(f());
