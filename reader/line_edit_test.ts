import assert from "node:assert/strict";
import { test } from "node:test";
import { editLine, type Line } from "./line_edit.ts";

/** Presses keys in a line, with `|` where the cursor stands; the same form comes back. */
function edited(text: string, ...keys: string[]): string {
  let line: Line = { text: text.replace("|", ""), cursor: text.indexOf("|"), killed: "" };
  for (const key of keys) line = editLine(line, key) ?? line;
  return `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;
}

test("text is typed where the cursor stands", () => {
  assert.equal(edited("a|c", "b", "👍", " "), "ab👍 |c");
  assert.equal(edited("a|", "f5", "up", "alt-x", "escape"), "a|");
});

test("the keys of readline edit it", () => {
  const cases: [before: string, key: string, after: string][] = [
    ["ab|c", "backspace", "a|c"],
    ["|c", "backspace", "|c"],
    ["👍|c", "backspace", "|c"],
    ["|👍c", "delete", "|c"],
    ["ab|c", "ctrl-d", "ab|"],
    ["👍|", "left", "|👍"],
    ["|👍", "right", "👍|"],
    ["|", "left", "|"],
    ["a|", "ctrl-f", "a|"],
    ["a b|c", "ctrl-a", "|a bc"],
    ["a b|c", "end", "a bc|"],
    ["a b|c", "ctrl-u", "|c"],
    ["a b|c", "ctrl-k", "a b|"],
    ["one two |x", "ctrl-w", "one |x"],
    ["func == 'a.b'|", "ctrl-w", "func == |"],
    ["func == 'a.b'|", "alt-backspace", "func == 'a.|"],
    ["one |two x", "alt-d", "one | x"],
    ["one two|", "alt-b", "one |two"],
    ["|one two", "alt-f", "one| two"],
    ["ab|", "ctrl-t", "ba|"],
    ["a|b", "ctrl-t", "ba|"],
  ];
  for (const [before, key, after] of cases) assert.equal(edited(before, key), after, `${before} ${key}`);
});

test("characters of several parts are one", () => {
  assert.equal(edited("e\u0301|x", "backspace"), "|x");
  assert.equal(edited("|👩‍👩‍👧x", "right"), "👩‍👩‍👧|x");
  assert.equal(edited("例え|", "left"), "例|え");
});

test("what was cut out last is put back", () => {
  assert.equal(edited("one two|", "ctrl-w", "ctrl-a", "ctrl-y", " "), "two |one ");
  assert.equal(edited("one|", "ctrl-k", "ctrl-u", "ctrl-y", "ctrl-y"), "oneone|");
});

test("pasted text is text, in one line", () => {
  assert.equal(edited("a|b", "paste:q\n\tx "), "aq x|b");
  assert.equal(edited("|", "paste:enter"), "enter|");
});
