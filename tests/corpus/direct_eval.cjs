// differs in bun: stdout records - Bun runs what its transpiler makes of the instrumented code
// Direct eval sees and changes the names around it.
function local(code) { var secret = 1; let block = 2; return eval(code); }
console.log(local("secret + block"), local("var made = 5; made"), local("secret = 7; secret"), local("arguments.length"), local("this === globalThis"));
function declares() { eval("var x = 1; function y() { return x + 1; }"); return x + y(); }
function parameter(a = eval("1 + 1"), b = eval("a")) { eval("var c = a + b"); return c; }
function names() { return eval("typeof $tstrace_s"); }
function strict() { "use strict"; eval("var z = 1"); return typeof z; }
const arrow = () => eval("this === module.exports");
class K { #p = 3; m() { return eval("this.#p"); } constructor() { this.t = eval("new.target === K"); } }
class D extends K { constructor() { eval("super()"); } }
function* gen() { yield eval("1"); }
async function later() { return eval("2"); }
console.log(declares(), parameter(), names(), strict(), arrow(), new K().m(), new K().t, new D().t, [...gen()]);
later().then(console.log);
var indirect = eval; globalThis.shared = 4; console.log(indirect("shared"), indirect("typeof local"), (0, eval)("this === globalThis"));
console.log(eval("(function f() { return 'inner'; })")(), eval("({ a: 1 })").a, eval("throwing: 1"), eval(""));
try { eval("}"); } catch (e) { console.log(e.name); }
function shadowed(eval) { return eval("x"); } console.log(shadowed((x) => x + "!"));
