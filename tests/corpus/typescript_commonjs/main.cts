const part = require("./part.cts");
function typed(x: number): number { return part.twice(x); }
console.log(typed(2));
