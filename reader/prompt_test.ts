import assert from "node:assert/strict";
import { test } from "node:test";
import { type Prompt, typeInto } from "./prompt.ts";

/** Types keys into a prompt that holds `text`, with `|` where the cursor stands; the same form comes back. */
function typed(text: string, ...keys: string[]): string {
  const cursor = text.indexOf("|");
  let prompt: Prompt = { command: "/", negate: false, text: text.replace("|", ""), cursor };
  for (const key of keys) {
    const result = typeInto(prompt, key);
    if (typeof result === "string") return result;
    prompt = result.prompt;
  }
  return `${prompt.negate ? "!" : ""}${prompt.text.slice(0, prompt.cursor)}|${prompt.text.slice(prompt.cursor)}`;
}

test("text is typed where the cursor stands", () => {
  assert.equal(typed("a|c", "b", "👍", " "), "ab👍 |c");
  assert.equal(typed("a|", "f5", "up", "alt-x"), "a|");
});

test("the keys of readline edit it", () => {
  const cases: [before: string, key: string, after: string][] = [
    ["ab|c", "backspace", "a|c"],
    ["👍|c", "backspace", "|c"],
    ["|👍c", "delete", "|c"],
    ["ab|c", "ctrl-d", "ab|"],
    ["👍|", "left", "|👍"],
    ["|👍", "right", "👍|"],
    ["|", "left", "|"],
    ["a b|c", "ctrl-a", "|a bc"],
    ["a b|c", "end", "a bc|"],
    ["a b|c", "ctrl-u", "|c"],
    ["a b|c", "ctrl-k", "a b|"],
    ["one two |x", "ctrl-w", "one |x"],
    ["one |two x", "alt-d", "one | x"],
    ["one two|", "alt-b", "one |two"],
    ["|one two", "alt-f", "one| two"],
  ];
  for (const [before, key, after] of cases) assert.equal(typed(before, key), after, `${before} ${key}`);
});

test("Enter accepts, Escape and Backspace in an empty prompt give up", () => {
  assert.equal(typed("a|", "enter"), "accepted");
  assert.equal(typed("a|", "escape"), "cancelled");
  assert.equal(typed("a|", "ctrl-c"), "cancelled");
  assert.equal(typed("a|", "backspace", "backspace"), "cancelled");
});

test("an exclamation mark at the beginning turns the search round", () => {
  assert.equal(typed("|", "!", "a"), "!a|");
  assert.equal(typed("|", "!", "!"), "!!|");
  assert.equal(typed("|", "!", "backspace"), "|");
  assert.equal(typed("a|", "!"), "a!|");
});
