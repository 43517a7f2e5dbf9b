import assert from "node:assert/strict";
import { test } from "node:test";
import { pressKey } from "./pager.ts";
import type { Assistant } from "./prompt.ts";
import { NO_ASSISTANT } from "./prompt.ts";
import { initialState, type PagerState } from "./state.ts";
import { rows, sourceOf } from "./testing.ts";

const SOURCE = sourceOf(rows(100));

/** The state after keys, from row 20 on a screen of 9 rows that begins with row 15. */
function pressed(keys: readonly string[], assistant: Assistant = NO_ASSISTANT): PagerState {
  let state: PagerState = { ...initialState(100, 10), top: 15, cursor: 20, marks: new Map([["a", 40], ["'", 3]]) };
  for (const key of keys) state = pressKey(state, key, SOURCE, { assistant }).state;
  return state;
}

test("s asks for a name and saves all rows, S and | those up to a mark, an end, or of the screen", () => {
  const cases: [keys: string, to: string, first: number, last: number][] = [
    ["s", "file", 0, Infinity],
    ["S a", "file", 20, 40],
    ["S '", "file", 3, 20],
    ["| a", "command", 20, 40],
    ["| ^", "command", 0, 20],
    ["| $", "command", 20, Infinity],
    ["| .", "command", 15, 23],
    ["| enter", "command", 15, 23],
    ["| %", "command", 0, Infinity],
  ];
  for (const [keys, to, first, last] of cases) {
    const { transfer, prompt } = pressed([...keys.split(" "), "x", "!", "enter"]);
    assert.equal(prompt, null);
    const { to: found, name, span, next, rows } = transfer!;
    assert.deepEqual([found, name, span, next, rows], [to, "x!", { first, last }, first, 0], keys);
  }
});

test("where no rows are named, that is said", () => {
  assert.deepEqual([pressed(["|", "b"]).message, pressed(["|", "b"]).prompt], ["No mark b", null]);
  assert.equal(pressed(["S", "7"]).message, "It is followed by a mark, ^ $ . or %");
});

test("nothing is saved without a name, and any key stops what is under way", () => {
  assert.equal(pressed(["s", "enter"]).transfer, null);
  assert.equal(pressed(["s", "x", "escape"]).transfer, null);
  assert.equal(pressed(["s", "x", "enter", "j"]).transfer, null);
});

test("a file that exists is overwritten only by a second Enter right after it was said so", () => {
  const warning = { message: "it exists", start: 0, end: 1, options: [], isWarning: true };
  const assistant: Assistant = { ...NO_ASSISTANT, check: (_prompt, isComplete) => isComplete ? warning : null };
  assert.equal(pressed(["s", "x", "enter"], assistant).transfer, null);
  assert.equal(pressed(["s", "x", "enter", "enter"], assistant).transfer?.overwrite, true);
  assert.equal(pressed(["s", "x", "enter", "y", "enter"], assistant).transfer, null);
  assert.equal(pressed(["s", "x", "enter"]).transfer?.overwrite, false);
});
