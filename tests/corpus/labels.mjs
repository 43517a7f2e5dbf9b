// Labels, loops and what leaves them.
function search(rows, wanted) { rows: for (const row of rows) { for (const x of row) { if (x === wanted) break rows; if (x < 0) continue rows; visit(x); } } }
function visit(x) { console.log(x); }
function blocks(n) { a: { b: { if (n === 1) break a; if (n === 2) break b; return "end"; } return "b"; } return "a"; }
function dangling(x) { l: if (x) { if (x > 1) break l; return 1; } else return 2; return 3; }
function each(x) { switch (x) { case 1: { break; } case 2: l: for (;;) { switch (x) { default: break l; } } default: return "default"; } return "broke"; }
function doWhile() { let n = 0; do { if (n === 1) continue; n++; } while (n++ < 3); return n; }
function forIn() { const out = []; for (const k in { a: 1, b: 2 }) { if (k === "a") continue; out.push(k); } return out.join(); }
function noBody() { for (let i = 0; i < 3; i++); while (false); if (1); return "empty"; }
search([[1, 2], [-1, 5], [3, 9]], 3);
console.log(blocks(1), blocks(2), blocks(3), dangling(0), dangling(1), dangling(2), each(1), each(2), each(3), doWhile(), forIn(), noBody());
