import { f } from "./es/index.js";
import g from "./cjs/index.js";
console.log(f(), g(), typeof require);
