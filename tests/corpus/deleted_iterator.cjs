// runtimes: bun node24 node26
// Arrays that cannot be iterated over.
const { log } = console;
delete Array.prototype[Symbol.iterator];
function plain(a, b) { return a; }
async function later(...x) { await null; return x.length; }
function* steps() { yield 1; }
plain([1], [2]); later(1, 2).then((x) => log(x)); log(steps().next().value, require("./parts/required_late.cjs").late(1));
