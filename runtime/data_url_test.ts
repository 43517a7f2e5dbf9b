import assert from "node:assert/strict";
import { test } from "node:test";
import { dataModule } from "./data_url.ts";

test("a data: URL gives its module, written plainly, in percent escapes or in base64", () => {
  const text = `export default "a b%, #1";\n`;
  const plain = { text, typescript: false, jsx: false };
  assert.deepEqual(dataModule(`data:text/javascript,${encodeURIComponent(text)}`), plain);
  assert.deepEqual(dataModule(`data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`), plain);
  assert.deepEqual(dataModule(`data:application/javascript;base64,${btoa(text)}`), plain);
  assert.deepEqual(dataModule(`data:text/javascript;base64,${btoa("f('\xc3\xa9')")}`)?.text, "f('é')");
  assert.deepEqual(dataModule("data:application/typescript,let a: 1"), {
    text: "let a: 1",
    typescript: true,
    jsx: false,
  });
});

test("what holds no module gives none", () => {
  for (const url of ["file:///a.js", "data:application/json,{}", "data:,1", "data:text/javascript", "data:x", ""]) {
    assert.equal(dataModule(url), undefined, url);
  }
  assert.equal(dataModule("data:text/javascript,%zz"), undefined);
  assert.equal(dataModule("data:text/javascript;base64,*"), undefined);
});
