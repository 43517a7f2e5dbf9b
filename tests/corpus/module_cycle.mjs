// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// Modules that import each other: hoisting, TDZ and live bindings.
import { b, callA, readA } from "./parts/cycle_b.mjs";
export function hoisted() { return "hoisted"; }
export let a = "a";
export const change = (x) => { a = x; };
export class A { static s = "static"; }
export default function () { return "default"; }
console.log(b, callA(), readA(), hoisted());
change("changed");
console.log(readA());
import * as self from "./module_cycle.mjs";
console.log(Object.keys(self).join(), self.default(), self.default.name, self.A.s);
