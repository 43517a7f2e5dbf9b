// runtimes: deno bun
// Decorators of the standard.
const log: string[] = [];
function logged(value: any, context: any): any { log.push(`${context.kind} ${String(context.name)}`); if (context.kind === "method") return function (this: unknown, ...args: unknown[]) { log.push(`call ${String(context.name)}`); return value.apply(this, args); }; }
function factory(n: number) { return (value: any, context: any) => { context.addInitializer?.(() => { log.push(`init ${n}`); }); return value; }; }
const initial = (_: undefined, context: any) => (v: number) => { log.push(`field ${String(context.name)}`); return v + 1; };
@logged @factory(1) class K { @logged m(x: number) { return x; } @initial f = 1; @logged static s() { return 2; } @logged get g() { return 3; } @factory(2) #p() { return 4; } p() { return this.#p(); } @(factory(3)) q = () => 5; @logged accessor a = 6; }
const k = new K();
console.log(k.m(1), k.f, K.s(), k.g, k.p(), k.q(), k.a, log.join());
