const a = require("./cjs_cycle_a.cjs");
exports.seen = a.a;
exports.read = () => a.a;
