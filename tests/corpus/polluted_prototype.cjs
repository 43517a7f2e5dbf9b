// Names on Object.prototype that any object then seems to have.
function use(x) { return x; }
for (const [key, value] of Object.entries({ path: "x", code: "x", source: "x", format: "x", url: "x", type: "x", name: "x", length: 3, then: undefined, done: false, kind: "x", shortCircuit: true, loader: "x", contents: "x", toJSON: undefined, exports: 1, at: 1, text: "t" })) {
  Object.defineProperty(Object.prototype, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}
Object.prototype.polluted = "enumerable";
use({ a: 1 }); use([1]); use(use);
const keys = []; for (const k in use({ own: 1 })) keys.push(k);
console.log(keys.join());
for (const key of ["path", "source", "format", "type", "loader", "contents", "shortCircuit", "exports", "then", "value", "writable", "enumerable", "configurable", "url", "name", "length", "kind", "get", "set", "loaded", "at", "text", "code", "done"]) delete Object.prototype[key];
console.log(require("./parts/required_late.cjs").late({ b: 1 }).b);
