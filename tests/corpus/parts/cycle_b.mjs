import def, { a, A, hoisted } from "../module_cycle.mjs";
export const b = "b";
export const callA = () => hoisted();
export function readA() { return a; }
console.log(hoisted(), def());
for (const f of [() => a, () => A, () => new A()]) try { f(); } catch (e) { console.log(e.name); }
