import assert from "node:assert/strict";
import { test } from "node:test";
import { copySequence, editorCommand, editSource } from "./external.ts";
import { trace } from "./testing.ts";

test("editors are told the line in the way that they know", () => {
  const cases: [editor: string, words: string[]][] = [
    ["vi", ["vi", "+12", "/a b.ts"]],
    ["emacs -nw", ["emacs", "-nw", "+12", "/a b.ts"]],
    ["/usr/bin/code --wait", ["/usr/bin/code", "--wait", "--goto", "/a b.ts:12"]],
    ["hx", ["hx", "/a b.ts:12"]],
  ];
  for (const [editor, words] of cases) assert.deepEqual(editorCommand(editor, "/a b.ts", 12), words);
});

test("what has no source to edit says so", () => {
  const environment = { EDITOR: "/no/such/editor" } as NodeJS.ProcessEnv;
  assert.equal(editSource(trace({ module: "https://example.com/a.ts" }), environment), "This row has no source file");
  assert.equal(editSource(trace({ module: "/no/such.ts" }), environment), "/no/such.ts is not there any more");
  const here = new URL(import.meta.url).href;
  assert.match(editSource(trace({ module: here }), environment) ?? "", /^cannot start \/no\/such\/editor/);
});

test("a text is copied as bytes that no terminal takes for commands, or not at all", () => {
  assert.equal(copySequence("a\x1b]é"), `\x1b]52;c;${Buffer.from("a\x1b]é").toString("base64")}\x07`);
  assert.equal(copySequence("x".repeat(100_000)), undefined);
});
