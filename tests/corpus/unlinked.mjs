// What cannot be linked is shown as it is written.
import { f } from "./parts/links_nothing.mjs";
console.log(f(1));
