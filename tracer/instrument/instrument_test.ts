import assert from "node:assert/strict";
import test from "node:test";
import { traceSource } from "../testing.ts";
import { instrument } from "./instrument.ts";

/** The trace of a program without the module's own two lines. */
function trace(body: string): string[] {
  return traceSource(body).trace().slice(1, -1).map((line) => line.slice(2));
}

test("A call is one line in and one line out", () => {
  assert.deepEqual(trace("function f(a, b) { return a + b } f(1, 2)"), ["> f(1, 2)", "< f 3"]);
  assert.deepEqual(trace("const g = (a) => ({ a }); g(1)"), ["> g(1)", "< g Object{a: 1}"]);
  assert.deepEqual(trace("function f() {} f()"), ["> f()", "< f undefined"]);
  assert.deepEqual(trace("function f() { return } f()"), ["> f()", "< f undefined"]);
  assert.deepEqual(trace("function f() { return 1, 2 } f()"), ["> f()", "< f 2"]);
  assert.deepEqual(trace("function f() { return\n1 } f()"), ["> f()", "< f undefined"]);
});

test("Calls nest as they were made", () => {
  assert.deepEqual(trace("function f(n) { return n ? f(n - 1) + 1 : 0 } f(2)"), [
    "> f(2)",
    "  > f(1)",
    "    > f(0)",
    "    < f 0",
    "  < f 1",
    "< f 2",
  ]);
});

test("Arguments are the bound names after defaults and destructuring", () => {
  const f = "function f({ a, b: [c = 5] }, d = a, ...rest) {} f({ a: 1, b: [] }, undefined, 7, 8)";
  assert.deepEqual(trace(f)[0], "> f(1, 5, 1, Array[7, 8])");
  assert.equal(trace("function f(a) { function a() {} return a.name } f(1)")[0], "> f(1)");
  assert.equal(trace("function f(a) { function a() {} return arguments[0].name } f(1)")[0], "> f(<unseen>)");
  assert.equal(trace("function login(password) {} login('x')")[0], "> login([redacted])");
  assert.equal(trace("function f(a, b, c, d, e, g, h) {} f(1, 2, 3, 4, 5, 6, 7)")[0], "> f(1, 2, 3, 4, 5, 6, 7)");
});

test("Functions have the names that people give them", () => {
  const { functions } = instrument(
    `class Cart { #n = () => 1; constructor() {} #sum() {} get size() { return 0 } set size(v) {} static of() {}
      [Symbol.iterator]() {} "a b"() {} handler = function () {} }
    const handler = () => {}; const o = { run() {}, get x() { return 1 }, cb: () => {} };
    items.map(() => 1); new Promise(() => {}); a.b.c = function () {}; (() => {})(); const f = (g = () => 1) => g;
    const K = class { m() {} }; export default () => {};`,
    { typescript: false, jsx: false },
  );
  assert.deepEqual(functions.map((fn) => fn.name).slice(1), [
    ...["Cart.#n", "new Cart", "Cart.#sum", "get Cart.size", "set Cart.size", "static Cart.of"],
    ...["Cart.[Symbol.iterator]", "Cart.a b", "Cart.handler", "handler", "run", "get x", "cb", "items.map callback"],
    ...["new Promise callback", "a.b.c", "<anonymous>", "f", "g", "K.m", "default"],
  ]);
});

test("An exception is the end of each call that it leaves", () => {
  const body = "function f() { g() } function g() { throw new TypeError('no') } try { f() } catch {}";
  assert.deepEqual(trace(body), ["> f()", "  > g()", "  ! g TypeError no[]", "! f TypeError no[]"]);
  assert.deepEqual(trace("function f() { null.x } try { f() } catch {}").length, 2);
});

test("A finally block has the last word", () => {
  const cases: [string, string][] = [
    ["try { return 1 } finally { return 2 }", "< f 2"],
    ["for (;;) { try { return 1 } finally { break } }", "< f undefined"],
    ["for (const i of [1, 2]) { try { return i } finally { continue } } return 3", "< f 3"],
    ["try { return 1 } finally { throw 4 }", "! f 4"],
    ["try { throw 1 } catch { return 5 } finally { 0 }", "< f 5"],
    ["try { throw 1 } finally { return 6 }", "< f 6"],
    ["try { return function () {} } finally { }", "< f function "],
  ];
  for (const [body, last] of cases) {
    assert.deepEqual(trace(`function f() { ${body} } try { f() } catch {}`), ["> f()", last], body);
  }
});

test("Constructors return the new object", () => {
  const body =
    `class A { constructor(n) { this.n = n } } class B extends A { constructor() { super(1); if (this.n) return } }
    class C extends A { constructor() { } } new B(); try { new C() } catch {}`;
  assert.deepEqual(trace(body), [
    "> new B()",
    "  > new A(1)",
    "  < new A B{n: 1}",
    "< new B B{n: 1}",
    "> new C()",
    trace(body)[5],
  ]);
  assert.match(trace(body)[5], /^! new C ReferenceError/);
});

test("A generator is one call across its yields", () => {
  const body = `function* g(n) { const got = yield n; try { yield got } finally { h() } } function h() {}
    const it = g(1); it.next(); it.next(2); it.return(3)`;
  assert.deepEqual(trace(body), [
    "> g(1)",
    "^ g 1".replace("^", "%"),
    "^ g",
    "% g 2",
    "^ g",
    "  > h()",
    "  < h undefined",
    "< g <unseen>",
  ]);
});

test("An async function is one call across its awaits, and keeps its children", async () => {
  const { result, trace } = traceSource<Promise<unknown>>(`
    async function f(n) { await null; g(n); try { await Promise.reject(n) } catch { g(-n) } return n }
    function g(n) {} return Promise.all([f(1), f(2)])`);
  assert.deepEqual(await result, [1, 2]);
  const lines = trace().slice(1);
  assert.deepEqual(lines.filter((line) => line.startsWith("    ")), [
    ...["    > g(1)", "    < g undefined", "    > g(2)", "    < g undefined"],
    ...["    > g(-1)", "    < g undefined", "    > g(-2)", "    < g undefined"],
  ]);
  assert.deepEqual(lines.filter((line) => /^ {2}[<!]/.test(line)), ["  < f 1", "  < f 2"]);
});

test("What a delegated iterator does is done in the generator that delegates to it", () => {
  const body =
    `function* outer() { yield* inner(1); return yield* { [Symbol.iterator]: () => ({ next: () => ({ done: true, value: 7 }) }) } }
    function* inner(n) { yield n } const it = outer(); it.next(); it.next(); it.next()`;
  assert.deepEqual(trace(body), [
    "> outer()",
    ...["  > inner(1)", "  % inner 1", "% outer <unseen>", "^ outer", "  ^ inner", "  < inner undefined"],
    ...["% outer <unseen>", "^ outer", "  > [Symbol.iterator]()", "  < [Symbol.iterator] Object{next: function next}"],
    ...["  > next()", "  < next Object{done: true, value: 7}", "% outer <unseen>", "^ outer", "< outer 7"],
  ]);
});

test("A `for await` calls its iterator from the function that it stands in", async () => {
  const { result, trace } = traceSource<Promise<unknown>>(`
    async function each(list) { for await (const x of list) { if (x > 1) break; see(x) } see(0) }
    async function* numbers() { try { yield 1; yield 2 } finally { see(9) } } function see() {}
    return each(numbers()).then(() => each([Promise.resolve(1)])).then(() => each(null).catch((e) => e.constructor.name))`);
  assert.equal(await result, "TypeError");
  const calls = trace().filter((line) => /^ +> (see|numbers)/.test(line)).map((line) => line.slice(4));
  assert.deepEqual(calls, ["> numbers()", "> see()", "  > see()", "> see()", "> see()", "> see()"]);
});

test("A function whose body cannot be put into a block is traced all the same", () => {
  const body =
    "function f(x) { var a = 1; function a() {} if (x) throw x; return typeof a } f(0); try { f(3) } catch {}";
  assert.deepEqual(trace(body).slice(0, 3), ["> f(0)", '< f "number"', "> f(3)"]);
  assert.match(trace(`${body} ; (function g() {})()`)[3], /^! f/);
});

test("Lines stay where they are, and what begins a file stays first", () => {
  const source = "#!/usr/bin/env x\n'use strict'\n// c\nfunction f() {\n  'use strict'\n  return 1\n}\n";
  const { code } = instrument(source, { typescript: false, jsx: false });
  assert.equal(code.split("\n").length, source.split("\n").length);
  assert.ok(code.startsWith("#!/usr/bin/env x\n'use strict'\n// c\n"));
  assert.match(code, /'use strict';const \$tstrace_s/);
});

test("A name that the module uses itself is not taken", () => {
  assert.equal(instrument("const $tstrace = 1", { typescript: false, jsx: false }).probes, "$tstrace1");
});

test("TypeScript that has no body gets no probe", () => {
  const source =
    `abstract class A { abstract m(): void; declare x: number; f(this: A, a: number): void; f(a: unknown) {} }
    declare function g(): void; declare namespace N { function h(): void } interface I { m(): void } type T = () => void;
    function o(a: string): void; function o(a: unknown): void {} const x = <T,>(a: T): a is T => true;`;
  const { functions } = instrument(source, { typescript: true, jsx: false });
  assert.deepEqual(functions.map(({ name, params }) => [name, ...params]), [["<module>"], ["A.f", "a"], ["o", "a"], [
    "x",
    "a",
  ]]);
});

test("What is marked is not traced", () => {
  const source = `/** @notrace */ export function a() {} /** @notrace-file, but not here */ function traced() {}
    class K { @notrace m() {} /** @notrace */
      static s() {} t() {} } const b = notrace(() => {}), c = notrace(function () { () => {} });
    /* @notrace */ class L { m() {} } const o = { /** x @notrace */ m() {}, n() {} }; @notrace() class M { m() {} }
    // @notrace
    async function d() {} @tstrace.notrace class N { m() {} }`;
  const { functions } = instrument(source, { typescript: true, jsx: false });
  assert.deepEqual(functions.map((fn) => fn.name), ["<module>", "traced", "K.t", "n"]);
  const file = instrument("// @notrace-file\nfunction f() {}", { typescript: false, jsx: false });
  assert.deepEqual([file.code, file.functions], ["// @notrace-file\nfunction f() {}", []]);
});

test("Code without any needless space is traced", async () => {
  const { result } = traceSource<Promise<unknown>>(
    "function f(){return[1]}function g(){return{a:f()}}async function h(){for await(const x of[1]);await[2];return(g())}return h()",
  );
  assert.deepEqual(await result, { a: [1] });
  assert.deepEqual([...new Function(`return${"{it:function*(){yield[1];yield*[2]}}"}`)().it()], [[1], 2]);
  assert.equal(trace("const it=function*(){yield[1];yield*[2]}();it.next();it.next()").length, 4);
});

test("An async generator awaits what it returns, and nothing where it returns no value", async () => {
  const { result, trace } = traceSource<Promise<unknown>>(`
    async function* g(n) { if (n) return n; else try { return } finally { f() } } function f() {}
    const order = []; const it = g(); it.next().then(() => order.push("next")); order.push("after");
    g(1).next(); f(); return Promise.resolve().then(() => order)`);
  assert.deepEqual(await result, ["after", "next"].slice(0, (await result as string[]).length));
  assert.ok(trace().includes("  > f()"), "f is not called by the generator that waits");
});

test("A `for await` is followed wherever it stands", async () => {
  const { result, trace } = traceSource<Promise<unknown>>(`
    async function main() { l: for await (const x of [1]) { continue l } f(); if (1) for await (const y of [1]) f(); else f(); f() }
    function f() {} return main()`);
  await result;
  assert.deepEqual(trace().filter((line) => line.includes("> f()")), Array(3).fill("    > f()"));
});

test("A `for await` that is left for somewhere far outside is followed", async () => {
  const { result, trace } = traceSource<Promise<unknown>>(`
    async function main() { l: for (const x of list()) { for await (const y of [1]) break l } f() }
    function* list() { try { yield 1 } finally { f() } } function f() {} return main()`);
  await result;
  // Left, the loop waits for the end of its own iterator, then has the other end within the call.
  assert.deepEqual(trace().filter((line) => line.includes("> f()")), ["      > f()", "    > f()"]);
});

test("A `for await` waits for what a sync iterator throws", async () => {
  const { result, trace } = traceSource<Promise<unknown>>(`
    async function main() { try { for await (const x of list()); } catch { f() } }
    function* list() { throw 1 } function f() {} const running = main(); f(); return running`);
  await result;
  assert.deepEqual(trace().filter((line) => line.includes("> f()")), ["  > f()", "    > f()"]);
});

test("What tells Node of a CommonJS module's exports stays as it is written", () => {
  const source = `Object.defineProperty(exports, "x", { enumerable: true, get: function () { return m.x; } });
    Object.keys(_y).forEach(function (key) { if (key in exports) return; Object.defineProperty(exports, key, {}); });
    Object.defineProperty(other, "x", { get: function () { return 1; } });`;
  const { functions } = instrument(source, { typescript: false, jsx: false });
  assert.deepEqual(functions.map((fn) => fn.name), ["<module>", "get"]);
});

test("A function that waits for what it used is followed", async () => {
  if (Symbol.asyncDispose === undefined) return;
  const { code } = instrument("async function f() { await using a = r; g() }", { typescript: false, jsx: false });
  assert.match(code, /using \$tstrace_u=.*;await using a = r;+using \$tstrace_b=/);
  let traced;
  try {
    traced = traceSource<Promise<unknown>>(`
      async function f() { { await using a = { async [Symbol.asyncDispose]() { await null } }; g() } g() } function g() {}
      const p = f(); g(); return p`);
  } catch (error) {
    // Not every engine has the syntax.
    assert.ok(error instanceof SyntaxError);
    return;
  }
  await traced.result;
  assert.deepEqual(traced.trace().filter((line) => line.includes("> g()")), ["    > g()", "  > g()", "    > g()"]);
});
