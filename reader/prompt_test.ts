import assert from "node:assert/strict";
import { test } from "node:test";
import { type Assistant, NO_ASSISTANT, openPrompt, type Prompt, typeInto } from "./prompt.ts";

/** Types keys into a prompt; what it holds comes back with `|` where the cursor stands. */
function typed(prompt: Prompt, keys: readonly string[], assistant: Assistant = NO_ASSISTANT): string {
  for (const key of keys) {
    const result = typeInto(prompt, key, assistant);
    if (typeof result === "string") return result;
    prompt = result.prompt;
  }
  return `${prompt.negate ? "!" : ""}${prompt.text.slice(0, prompt.cursor)}|${prompt.text.slice(prompt.cursor)}`;
}

test("Enter accepts, Escape and Backspace in an empty prompt give up", () => {
  assert.equal(typed(openPrompt("/", "a"), ["enter"]), "accepted");
  for (const key of ["escape", "ctrl-c", "ctrl-g"]) assert.equal(typed(openPrompt("/", "a"), [key]), "cancelled");
  assert.equal(typed(openPrompt("/", "a"), ["backspace", "backspace"]), "cancelled");
});

test("an exclamation mark at the beginning turns a search round", () => {
  assert.equal(typed(openPrompt("/"), ["!", "a"]), "!a|");
  assert.equal(typed(openPrompt("/"), ["!", "!"]), "!!|");
  assert.equal(typed(openPrompt("/"), ["!", "backspace"]), "|");
  assert.equal(typed(openPrompt("/", "a"), ["!"]), "a!|");
  assert.equal(typed(openPrompt("&"), ["!"]), "!|");
});

const ENTERED: Assistant = { ...NO_ASSISTANT, history: () => ["foo one", "bar", "foo two", "Foo"] };

test("what was entered before is recalled by what it begins with", () => {
  const cases: [text: string, keys: string, found: string][] = [
    ["", "up", "Foo|"],
    ["", "up up up up up up", "foo one|"],
    ["", "up up down", "Foo|"],
    ["", "up down", "|"],
    ["foo", "up", "foo two|"],
    ["foo", "up up", "foo one|"],
    ["foo", "up up down down", "foo|"],
    ["zzz", "up", "zzz|"],
    ["foo", "down", "foo|"],
    ["foo", "ctrl-p x up", "foo twox|"],
  ];
  for (const [text, keys, found] of cases) {
    assert.equal(typed(openPrompt("/", text), keys.split(" "), ENTERED), found, `${text} ${keys}`);
  }
});

test("Ctrl-R looks for what was entered before, by any part of it", () => {
  const seek = (...keys: string[]): string => typed(openPrompt("/", "x"), ["ctrl-r", ...keys], ENTERED);
  assert.equal(seek("o", "n", "e", "end"), "foo one|");
  assert.equal(seek("f", "o", "o", "enter"), "Foo|");
  assert.equal(seek("f", "o", "o", "ctrl-r", "enter"), "foo two|");
  assert.equal(seek("f", "o", "o", "ctrl-r", "ctrl-r", "ctrl-r", "enter"), "foo one|");
  assert.equal(seek("o", "n", "e", "escape"), "x|");
  assert.equal(seek("z", "backspace", "b", "a", "ctrl-a"), "|bar");
  assert.equal(seek("b", "a", "enter", "enter"), "accepted");
});

/** Offers these wherever the cursor stands. */
function offering(...texts: string[]): Assistant {
  return {
    ...NO_ASSISTANT,
    complete: ({ text, cursor }) => {
      const from = text.lastIndexOf(" ", cursor - 1) + 1;
      const word = text.slice(from, cursor);
      const candidates = texts.filter((one) => one.startsWith(word) && one !== word).map((one) => ({ text: one }));
      return { from, to: cursor, isExact: true, candidates };
    },
  };
}

test("Tab takes the likeliest candidate, arrows choose another", () => {
  const cases: [keys: string[], found: string][] = [
    [["f", "tab"], "func |"],
    [["f", "down", "down", "tab"], "fib |"],
    [["f", "down", "down", "enter"], "fib |"],
    [["f", "down", "down", "up", "tab"], "func |"],
    [["f", "down", "escape", "tab"], "func |"],
    [["f", "enter"], "accepted"],
    [["f", "tab", "f", "i", "tab"], "func fib |"],
    [["x", "tab"], "x|"],
    [["a", "tab", "."], "arg.|"],
  ];
  for (const [keys, found] of cases) {
    assert.equal(typed(openPrompt("&"), keys, offering("func", "fib", "arg")), found, keys.join(" "));
  }
});

test("Tab takes what was meant in the place of a mistake", () => {
  const mistake = { message: "not found", start: 8, end: 13, options: ["Cart.total"] };
  const prompt = { ...openPrompt("&", "func == 'ttl'"), mistake };
  assert.equal(typed(prompt, ["tab"]), "func == 'Cart.total'|");
  const field = { ...openPrompt("&", "fnc == 'x'"), mistake: { ...mistake, start: 0, end: 3, options: ["func"] } };
  assert.equal(typed(field, ["tab"]), "func| == 'x'");
});
