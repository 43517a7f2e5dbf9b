// differs in deno bun node24 node26: stderr - a hooked module is parsed by the engine alone
function f() { return 1; }
console.log(f();
