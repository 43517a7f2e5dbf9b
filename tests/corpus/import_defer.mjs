// runtimes: deno bun
// A deferred module is run by whoever looks at it first, which is not the tracer.
import defer * as later from "./parts/deferred.mjs";
function take(x) { return x; }
console.log("before"); take(later); take({ later }); take([later]); console.log("taken");
console.log(later.value, take(later) === later);
