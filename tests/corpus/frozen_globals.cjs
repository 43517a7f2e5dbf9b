// Everything that can be frozen is.
function before() { return 1; }
before();
for (const key of Reflect.ownKeys(globalThis)) {
  const d = Object.getOwnPropertyDescriptor(globalThis, key);
  if (d && "value" in d && (typeof d.value === "function" || typeof d.value === "object") && d.value !== globalThis && d.value !== null && key !== "process" && key !== "console" && key !== "Bun" && key !== "Deno" && key !== "Buffer") {
    try { Object.freeze(d.value); if (typeof d.value === "function" && d.value.prototype) Object.freeze(d.value.prototype); } catch { }
  }
}
function after(x) { return x; }
class Later { m() { return after(2); } }
console.log(before(), after([1]), new Later().m());
console.log(require("./parts/required_late.cjs").late(4));
import("./parts/exports_star.mjs").then((m) => console.log(m.star()));
