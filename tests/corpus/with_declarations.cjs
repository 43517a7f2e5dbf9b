// runtimes: deno node24 node26
// What is declared inside of `with`.
function declares(o) { with (o) { var v = x; let block = x; function f() { return x; } f(); } return [v, f()]; }
function* gen(o) { with (o) { yield x; return x; } }
async function later(o) { with (o) { await null; return x; } }
console.log(declares({ x: 4 }), [...gen({ x: 1 })]);
later({ x: 2 }).then(console.log);
