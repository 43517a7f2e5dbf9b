// What CommonJS modules export.
const f = require("./parts/cjs_function.cjs"), K = require("./parts/cjs_class.cjs"), p = require("./parts/cjs_primitive.cjs"), x = require("./parts/cjs_exports.cjs"), j = require("./parts/data.json"), r = require("./parts/cjs_returns.cjs"), c = require("./parts/cjs_cycle_a.cjs"), t = require("./parts/cjs_this.cjs");
console.log(f(1), f.extra, f.name, new K(2).v, K.name, p, x.a, x.b(), Object.keys(x).join(), j.answer, r, c.a, c.fromB, t);
console.log(require("./parts/cjs_function.cjs") === f, require("./parts/../parts/cjs_exports.cjs") === x, require("node:path") === require("path"));
try { require("./parts/cjs_throws.cjs"); } catch (e) { console.log(e.message, require.resolve("./parts/cjs_throws.cjs") in require.cache); }
try { require("./parts/missing.cjs"); } catch (e) { console.log(e.code); }
delete require.cache[require.resolve("./parts/cjs_function.cjs")]; console.log(require("./parts/cjs_function.cjs") === f);
console.log(require.main === module, this === module.exports, typeof exports, (() => this === exports)(), module.children?.length > 0);
module.exports = { done: true }; exports = null;
if (f) return console.log("top-level return");
console.log("never");
