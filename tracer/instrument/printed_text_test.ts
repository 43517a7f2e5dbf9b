import assert from "node:assert/strict";
import test from "node:test";
import { instrument } from "./instrument.ts";
import { PrintedText } from "./printed_text.ts";

const SOURCE = `const a = (x) => x, b = function named(y) { return () => y };
class K { static s() { return 1 } m(z = () => 2) { return z } }`;
const PRINTED = `const a = (x) => x, b = function named(y) {
  return () => y;
};

class K {
  static s() {
    return 1;
  }
  m(z = () => 2) {
    return z;
  }
}
`;

test("A function is known by its place among all functions of its module", () => {
  const syntax = { typescript: false, jsx: false };
  const { functions } = instrument(SOURCE, syntax);
  const texts = new PrintedText(SOURCE, syntax, PRINTED, functions);
  const find = (name: string, isClass = false, ...more: string[]): string | undefined =>
    texts.find([name, ...more].map((name) => functions.findIndex((fn) => fn.name === name)), isClass);
  assert.equal(find("a"), "(x) => x");
  assert.equal(find("named"), "function named(y) {\n  return () => y;\n}");
  assert.equal(find("static K.s"), "s() {\n    return 1;\n  }");
  assert.equal(find("K.m", false, "z"), "m(z = () => 2) {\n    return z;\n  }");
  assert.equal(find("z"), "() => 2");
  assert.ok(find("static K.s", true, "K.m")?.startsWith("class K {"));
  assert.equal(new PrintedText(SOURCE, syntax, "() => 1", functions).find([1], false), undefined);
});
