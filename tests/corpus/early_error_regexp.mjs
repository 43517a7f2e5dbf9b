// differs in deno bun node24 node26: stderr - what is wrong is found in the instrumented code
function f() { return /(?<a>x)(?<a>y)[z-a]/; }
f();
