exports.a = "a early";
const b = require("./cjs_cycle_b.cjs");
exports.fromB = b.seen;
exports.a = "a late";
