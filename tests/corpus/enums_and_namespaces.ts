// runtimes: deno bun
// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// TypeScript that is compiled.
enum Color { Red, Green = 5, Blue, Text = "t".length } const enum Fast { A = 1 } enum Names { A = "a" }
namespace Tools { export function make(x: number): number { return helper(x) + 1; } function helper(x: number): number { return x * 2; } export namespace Inner { export const f = () => "inner"; } export class K { m() { return "m"; } } }
namespace Tools { export const more = () => Tools.make(10); }
class Point { constructor(public x: number, private readonly y: number = 2, protected z?: number) { this.x += 1; } sum(): number { return this.x + this.y; } }
class Point3 extends Point { constructor(public w: number) { super(w, 1); this.w *= 2; } }
import fs = Tools.Inner;
console.log(Color.Red, Color[5], Color.Text, Fast.A, Names.A, Tools.make(3), Tools.Inner.f(), new Tools.K().m(), Tools.more(), new Point(1).sum(), new Point3(4).w, fs.f());
function fails(): never { throw new Error("place"); }
try { fails(); } catch (e) { console.log((e as Error).stack!.split("\n").filter((l) => l.includes("enums_and")).map((l) => l.replace(/.*enums_and_namespaces/, "")).join()); }
