// differs in deno: stderr - an ES module that is required is untraced, and said to be
// require from a module, and import from a script.
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const f = require("./parts/cjs_function.cjs");
console.log(f(1), require("./parts/data.json").answer, (await import("./parts/cjs_function.cjs")).default === f, require("./parts/cjs_exports.cjs").b());
console.log(require("./parts/exports_star.mjs").star(), require("./parts/exports_star.mjs").default, (await import("./parts/exports_star.mjs")).star === require("./parts/exports_star.mjs").star);
