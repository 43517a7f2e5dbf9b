import assert from "node:assert/strict";
import test from "node:test";
import { FunctionTexts } from "./function_text.ts";
import { fillSlots } from "./instrument/edits.ts";
import { instrument } from "./instrument/instrument.ts";

const SOURCE = `const pad = 1
function outer(a, b = (c) => c) { 'not a directive' + 1
  class Inner { m() { return [1].map((x) => { return x }) } async *n() { for await (const v of a) yield await v } }
  return Inner
}
const arrow = x => ({ x }), empty = () => {}
`;

test("The text of a function is the one that its program wrote", () => {
  const texts = new FunctionTexts();
  texts.add({ firstFunction: 0, ...instrument("(function other() {})", { typescript: false, jsx: false }) });
  const made = instrument(SOURCE, { typescript: false, jsx: false });
  const code = fillSlots(made.code, made.slots, 2);
  texts.add({ firstFunction: 2, ...made });
  const wanted = [
    SOURCE.slice(SOURCE.indexOf("function outer"), SOURCE.indexOf("const arrow")).trimEnd(),
    SOURCE.slice(SOURCE.indexOf("class Inner"), SOURCE.indexOf("  return Inner")).trimEnd(),
    "m() { return [1].map((x) => { return x }) }",
    "(x) => { return x }",
    "async *n() { for await (const v of a) yield await v }",
    "x => ({ x })",
    "() => {}",
    "(c) => c",
  ];
  for (const text of wanted) {
    // The probes only ever add: what stands between the first and the last character of the original is its traced text.
    const traced = between(code, text);
    assert.notEqual(traced, text);
    assert.equal(texts.original(traced), text);
  }
  assert.equal(texts.original("function () { [native code] }"), "function () { [native code] }");
});

test("what stands in for another function has its text", () => {
  const texts = new FunctionTexts();
  const { toString } = Function.prototype;
  const standIn = (): number => 1;
  texts.disguise(standIn, Math.max);
  texts.install(false);
  try {
    assert.equal(`${standIn}`, toString.call(Math.max));
    assert.equal(`${Function.prototype.toString}`, toString.call(toString));
    assert.equal(`${Math.min}`, toString.call(Math.min));
    assert.throws(() => Function.prototype.toString.call({}), TypeError);
  } finally {
    Function.prototype.toString = toString;
  }
});

/** The piece of `code` that `text` became: found by walking both, skipping what was inserted. */
function between(code: string, text: string): string {
  const made = instrument(SOURCE, { typescript: false, jsx: false });
  const at = SOURCE.indexOf(text);
  const shift = (offset: number, inclusive: boolean): number => {
    let moved = offset;
    for (let i = 0; i < made.inserted.length; i += 2) {
      if (made.inserted[i] < offset || (inclusive && made.inserted[i] === offset)) moved += made.inserted[i + 1];
    }
    return moved;
  };
  return code.slice(shift(at, true), shift(at + text.length, false));
}
