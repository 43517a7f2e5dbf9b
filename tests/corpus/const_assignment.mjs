// runtimes: deno node24 node26
// Bun refuses this before it runs.
const y = 1; function f() { try { y = 3; } catch (e) { return e.message; } }
console.log(f(), y);
