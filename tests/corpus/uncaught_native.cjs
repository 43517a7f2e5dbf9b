// differs in deno bun: stderr - the place is that of the instrumented code, and frames of the runtime
const o = {};
function cyclic() { o.o = o; return JSON.stringify(o); }
cyclic();
