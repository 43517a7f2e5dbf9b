import assert from "node:assert/strict";
import test from "node:test";
import { parseModule } from "./parse.ts";
import { plainText } from "./plain.ts";

/** What is left of a piece of TypeScript, without the spaces; undefined where it needs a compiler. */
function plain(source: string, typescript = true): string | undefined {
  const text = plainText(source, parseModule(source, { typescript, jsx: !typescript }), typescript);
  if (text !== undefined) {
    assert.equal(text.length, source.length);
    assert.equal(text.split("\n").length, source.split("\n").length);
  }
  return text?.replace(/\s+/g, " ").replace(/ ?([()<>{}[\],;:=?!.|&]) ?/g, "$1").trim();
}

test("Types become spaces, and all else stays where it is", () => {
  assert.equal(
    plain("function f<T>(this: T, a?: number, ...b: T[]): void {}"),
    "function f(a,...b){}",
  );
  assert.equal(plain("const a = b as unknown as string, c = d!, e = f satisfies G;"), "const a=b,c=d,e=f;");
  assert.equal(plain("let x!: number; new Map<string, number>(); f<T>`x`;"), "let x;new Map();f `x`;");
  assert.equal(plain("try {} catch (e: unknown) {}"), "try{}catch(e){}");
  assert.equal(
    plain("function f({ a, b }: { a: number; b?: string } = { a: 1 }, [c]: number[] = []) {}"),
    "function f({a,b}={a:1},[c]=[]){}",
  );
});

test("Declarations without code go, and part what they parted", () => {
  assert.equal(plain("const a = 1\ninterface I { x: number }\n(f)()"), "const a=1;(f)()");
  assert.equal(plain("type A = 1; declare const x: A; declare global { var y: A }"), ";;;");
  assert.equal(plain("function f(a: string): void\nfunction f(a: unknown) {}"), ";function f(a){}");
  assert.equal(
    plain("export function f(a: string): void;\nexport function f(a: unknown) {}"),
    ";export function f(a){}",
  );
});

test("Classes keep what is code of them", () => {
  const members = `private static readonly x: number = 1
    declare ghost: string
    y: number
    ["z"]?: string
    abstract m(): void
    public async *g<U>(u?: U): AsyncGenerator<U> {}
    get v(): number { return 1 }`;
  assert.equal(
    plain(`abstract class A<T> extends B<T> implements C<T>, D { ${members} }`),
    'class A extends B{;static x=1;y;["z"];;;async *g(u){}get v(){return 1}}',
  );
});

test("Imports and exports of types alone go", () => {
  assert.equal(
    plain('import type A from "a"; import { type B, c } from "b"; c(); export type { A };'),
    ';import{c}from "b";c();;',
  );
});

test("What has to be compiled is not plain", () => {
  for (
    const source of [
      "enum E { A }",
      "namespace N { export const x = 1 }",
      "class A { constructor(private x: number) {} }",
      "class A { @dec m() {} }",
      "class A { accessor x = 1 }",
      "using x = f();",
      "import x = require('x');",
      "export = 1;",
      'import x from "./x.txt" with { type: "text" };',
      // Bun drops imports that nothing refers to: they may be types.
      'import { A } from "./a.ts"; const x: A = 1;',
      'import { a } from "./a.ts"; (a) => { const b = (a: number) => a; }; ((a) => a)(1);',
      'export { A } from "./a.ts";',
      "const f = (a): a is\n string => true",
      "a as string\n(b)",
    ]
  ) assert.equal(plain(source), undefined, source);
  assert.equal(plain("const x = <b />", false), undefined);
});

test("JavaScript is plain as it is", () => {
  assert.equal(
    plain('import { unused } from "x"; export { y } from "y";', false),
    'import{unused}from "x";export{y}from "y";',
  );
});
