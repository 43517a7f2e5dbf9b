// Names of what is exported.
import def from "./parts/exports_default_arrow.mjs";
import Klass from "./parts/exports_default_class.mjs";
import fn, { renamed, star, f as alias, default as again } from "./parts/exports_many.mjs";
import * as all from "./parts/exports_many.mjs";
console.log(def.name, def(), Klass.name, new Klass().m(), fn.name, fn(), renamed(), star(), alias(), again === fn);
console.log(Object.keys(all).join(), Object.prototype.toString.call(all), Reflect.ownKeys(all).length, all.inner.star());
try { all.x = 1; } catch (e) { console.log(e.name); }
console.log(await import("./parts/exports_many.mjs") === all);
export { renamed as "string name" } from "./parts/exports_many.mjs";
