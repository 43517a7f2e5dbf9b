// Names before their declaration.
const attempt = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
console.log(attempt(() => x), attempt(() => y), attempt(() => Z), attempt(() => typeof x), attempt(() => { x = 1; }));
let x = 1; const y = 2; class Z { static s = attempt(() => Z.name); }
console.log(x, y, Z.s);
console.log(attempt(() => { f(); let q = 1; function f() { return q; } }));
console.log(attempt(() => { { const t = t + 1; } }), attempt(() => ((a = b, b) => a)()), attempt(() => { for (const i of [i]); }));
console.log(attempt(() => { switch (1) { case 0: let z; case 1: z = 1; } }));
console.log(attempt(() => { class A extends A {} }), attempt(() => class { static [attempt.missing.deep] = 1; }));
