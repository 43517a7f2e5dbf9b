// Named imports from CommonJS, as compilers write it.
import def, { a, b } from "./parts/cjs_exports.cjs";
import fn, { extra } from "./parts/cjs_function.cjs";
import K from "./parts/cjs_class.cjs";
import prim from "./parts/cjs_primitive.cjs";
import { default as compiled, named, reexported } from "./parts/cjs_compiled.cjs";
import * as ns from "./parts/cjs_compiled.cjs";
import { one, two } from "./parts/cjs_esbuild.cjs";
import { x, y } from "./parts/cjs_object.cjs";
console.log(a, b(), def.a, fn(1), extra, new K(1).v, prim, named(), reexported(), one(), two(), x, y());
console.log(typeof compiled, ["named", "reexported", "default"].map((k) => k in ns).join());
console.log((await import("./parts/cjs_returns.cjs")).default, Object.keys(await import("./parts/cjs_exports.cjs")).includes("a"));
