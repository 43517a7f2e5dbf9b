import assert from "node:assert/strict";
import test from "node:test";
import { functionFilter, moduleFilter, type Selection } from "./select.ts";

const NONE = { paths: [], packages: [], functions: [] };
const DEFAULT: Selection = { root: "/p.x/app", folders: [], include: NONE, exclude: NONE };

function wanted(selection: Partial<Selection>, ...paths: string[]): boolean[] {
  const filter = moduleFilter({ ...DEFAULT, ...selection });
  return paths.map((path) => filter.test(path));
}

test("By default the project's own code is traced", () => {
  const paths = ["/p.x/app/a.ts", "/p.x/app/src/b.cjs", "/p.x/app/c.tsx", "/p.x/app/node_modules_/d.js"];
  assert.deepEqual(wanted({}, ...paths), [true, true, true, true]);
  const others = [
    "/p.x/application/a.ts",
    "/pyx/app/a.ts",
    "/p.x/app/node_modules/m/a.js",
    "/p.x/app/a.json",
    "/p.x/a.ts",
  ];
  assert.deepEqual(wanted({}, ...others), [false, false, false, false, false]);
});

test("A project inside node_modules is a project all the same", () => {
  assert.deepEqual(wanted({ root: "/x/node_modules/m" }, "/x/node_modules/m/a.js", "/x/node_modules/n/a.js"), [
    true,
    false,
  ]);
});

test("Packages and paths can be included", () => {
  const include = { ...NONE, packages: ["marked", "@s/p"], paths: ["/other/*.ts", "../lib"] };
  const at = "/p.x/app/node_modules";
  const paths = [`${at}/marked/lib/a.js`, `${at}/@s/p/a.js`, "/other/a.ts"];
  assert.deepEqual(wanted({ include }, ...paths), [true, true, true]);
  const others = [`${at}/marked/node_modules/x/a.js`, `${at}/markedly/a.js`, `${at}/@s/q/a.js`, "/other/b/a.ts"];
  assert.deepEqual(wanted({ include }, ...others), [false, false, false, false]);
});

test("Packages and paths can be excluded", () => {
  const exclude = { ...NONE, paths: ["src/gen", "*.test.ts", "**/deep/**/x.ts", "./a?.ts"] };
  const paths = [
    "src/gen/a.ts",
    "src/gen.ts",
    "src/a.test.ts",
    "q/deep/x.ts",
    "q/deep/r/x.ts",
    "ab.ts",
    "abc.ts",
    "x.ts",
  ];
  const expected = [false, true, false, false, false, false, true, true];
  assert.deepEqual(wanted({ exclude }, ...paths.map((path) => `/p.x/app/${path}`)), expected);
});

test("Folders replace the whole of the project", () => {
  assert.deepEqual(wanted({ folders: ["/p.x/app/src"] }, "/p.x/app/src/a.ts", "/p.x/app/a.ts"), [true, false]);
});

test("Functions are chosen by name, class or pattern", () => {
  assert.equal(functionFilter(DEFAULT), undefined);
  const chosen = (names: { include?: string[]; exclude?: string[] }, ...functions: string[]): boolean[] => {
    const of = (kind: "include" | "exclude") => ({ ...NONE, functions: names[kind] ?? [] });
    return functions.map(functionFilter({ ...DEFAULT, include: of("include"), exclude: of("exclude") })!);
  };
  const names = ["Cart.total", "get Cart.size", "new Cart", "Cartoon.total", "fib", "<module>"];
  assert.deepEqual(chosen({ include: ["Cart"] }, ...names), [true, true, true, false, false, false]);
  assert.deepEqual(chosen({ exclude: ["*.total", "fib"] }, ...names), [false, true, true, false, false, true]);
  assert.deepEqual(chosen({ include: ["Cart.*"], exclude: ["Cart.size"] }, ...names), [
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
