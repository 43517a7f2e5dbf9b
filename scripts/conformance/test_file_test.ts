import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTest } from "./test_file.ts";

test("front matter says how a test is run", () => {
  const source =
    `// Copyright\n/*---\ndescription: x\nflags: [onlyStrict, async]\nincludes: [a.js, b.js]\n---*/\nf();\n`;
  const { includes, strict, sloppy, module, async, raw, early } = parseTest("x.js", source);
  assert.deepEqual(includes, ["assert.js", "sta.js", "doneprintHandle.js", "a.js", "b.js"]);
  assert.deepEqual({ strict, sloppy, module, async, raw, early }, {
    ...{ strict: true, sloppy: false, module: false, async: true, raw: false, early: false },
  });
});

test("lists may stand on lines of their own", () => {
  const { includes } = parseTest("x.js", "/*---\nincludes:\n  - a.js\n  - b.js\nfeatures: [x]\n---*/\n");
  assert.deepEqual(includes.slice(2), ["a.js", "b.js"]);
});

test("a module that must not parse is known as one", () => {
  const { module, early, strict, sloppy } = parseTest(
    "x.js",
    "/*---\nnegative:\n  phase: parse\n  type: SyntaxError\nflags: [module]\n---*/\n",
  );
  assert.deepEqual([module, early, strict, sloppy], [true, true, false, false]);
});

test("a raw test has no harness", () => {
  assert.deepEqual(parseTest("x.js", "/*---\nflags: [raw]\n---*/\n").includes, []);
});
