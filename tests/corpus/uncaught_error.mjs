function fail() { throw new TypeError("uncaught"); }
const outer = () => { fail(); };
console.log("before");
outer();
