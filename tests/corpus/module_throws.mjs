// A module that throws while it is evaluated, and one that imports it.
function attempt(x) { return import(x).then(() => console.log("loaded"), (e) => console.log(e.message)); }
await attempt("./parts/throws_now.mjs"); await attempt("./parts/throws_now.mjs"); await attempt("./parts/imports_throws.mjs");
function after() { return "after"; }
console.log(after());
