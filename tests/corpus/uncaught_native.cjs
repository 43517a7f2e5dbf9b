// differs in deno bun node24 node26: stderr - no place is printed, or that of the instrumented code
const o = {};
function cyclic() { o.o = o; return JSON.stringify(o); }
cyclic();
