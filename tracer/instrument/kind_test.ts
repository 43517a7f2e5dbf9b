import assert from "node:assert/strict";
import test from "node:test";
import { commonJsNames, moduleKind } from "./kind.ts";
import { parseModule } from "./parse.ts";

function kind(source: string): string {
  return moduleKind(source, parseModule(source, { typescript: true, jsx: false }).program);
}

test("The kind of a module shows in its syntax, and in the names that it uses but does not declare", () => {
  const kinds: Record<string, string[]> = {
    module: ["import 'x'", "export {}", "await 0 // module", "for await (const x of y) {}", "import.meta.url", ""],
    commonjs: ["module.exports = 1", "exports.a = 1", "typeof module", "f(() => this)", "export = 1", "with (a) {}"],
    requires: [
      "require('x')",
      "f(__filename)",
      "'use strict'; f()",
      "require.main === module",
      "import a = require('a')",
    ],
    mixed: ["require(import.meta.url)"],
    either: [
      "f()",
      "/* module.exports */ f('require')",
      "const module = {}; module.exports = 1",
      "(exports) => exports.a",
      "function f() { return this }",
      "a.require('x'); ({ module: 1 })",
      "class A { x = this }",
      "async () => await 0",
      "try {} catch (module) { module.x }",
      "{ let exports; exports = 1 }",
      "module: for (;;) break module;",
    ],
  };
  for (const [expected, sources] of Object.entries(kinds)) {
    for (const source of sources) assert.equal(kind(source), expected, source);
  }
});

test("The names of CommonJS that a module refers to are known", () => {
  const names = (source: string): string[] =>
    commonJsNames(source, parseModule(source, { typescript: false, jsx: false }).program);
  assert.deepEqual(names("import 'x'; require('y'); f(() => __dirname)"), ["require", "__dirname"]);
  assert.deepEqual(names("import { createRequire as c } from 'x'; const require = c(); require('y')"), []);
});
