// Scripts in contexts of their own.
const vm = require("node:vm");
const context = vm.createContext({ f: (x) => x + 1, log: [] });
console.log(vm.runInContext("f(1); log.push(1); var g = () => f(2); g()", context), context.log.length, typeof context.g);
console.log(vm.runInNewContext("(function () { return typeof globalThis.process })()"), vm.runInThisContext("(() => 3)()"), new vm.Script("1 + 1").runInThisContext());
try { vm.runInThisContext("throw new TypeError('t')"); } catch (e) { console.log(e.name); }
console.log(vm.isContext(context), Object.keys(context).join());
