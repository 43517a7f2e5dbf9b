// runtimes: bun node24 node26
const { f } = require("./other.js");
console.log(f(), typeof module);
