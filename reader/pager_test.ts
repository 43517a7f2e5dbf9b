import assert from "node:assert/strict";
import { test } from "node:test";
import { settle } from "./move.ts";
import { pressKey, resize } from "./pager.ts";
import { type Assistant, NO_ASSISTANT } from "./prompt.ts";
import { continueSearch } from "./search.ts";
import type { RowSource } from "./source.ts";
import { initialState, type PagerState } from "./state.ts";
import { hitsOf, rows, sourceOf } from "./testing.ts";

/** 100 rows with ids 11 to 110, on a screen of ten rows and the status line. */
const SOURCE = sourceOf(rows(100, 11), 7);

function open(source: RowSource = SOURCE): PagerState {
  return settle(initialState(80, 11), source);
}

function press(state: PagerState, keys: readonly string[], source: RowSource = SOURCE): PagerState {
  for (const key of keys) {
    state = pressKey(state, key, source).state;
    if (state.job && state.search) state = continueSearch(state, source, hitsOf(state.search.pattern, source));
  }
  return state;
}

/** The row at the top after keys: names with spaces between them. */
function top(keys: string, from: PagerState = open()): number {
  return press(from, keys.split(" ").map((key) => key === "Space" ? " " : key)).top;
}

test("it begins at the first row", () => {
  assert.equal(open().top, 11);
});

test("keys move by lines, pages and half pages", () => {
  const cases: [keys: string, top: number][] = [
    ["j", 12],
    ["j down ctrl-n ctrl-e", 15],
    ["j j k", 12],
    ["f", 21],
    ["Space pagedown ctrl-f", 41],
    ["f f b", 21],
    ["d", 16],
    ["d d u", 16],
    ["5 j", 16],
    ["1 2 j 2 k", 21],
    ["3 f", 14],
    ["k", 11],
    ["b", 11],
  ];
  for (const [keys, expected] of cases) assert.equal(top(keys), expected, keys);
});

test("keys go to the ends, to a row, to a percentage", () => {
  const cases: [keys: string, top: number][] = [
    ["G", 101],
    ["end", 101],
    [">", 101],
    ["G g", 11],
    ["G home", 11],
    ["5 0 g", 60],
    ["5 0 G", 60],
    ["9 9 9 g", 101],
    ["0 g", 11],
    ["5 0 %", 61],
    ["1 0 0 %", 101],
    ["G j", 101],
    ["9 9 9 9 9 j", 101],
  ];
  for (const [keys, expected] of cases) assert.equal(top(keys), expected, keys);
});

test("rows need not follow one another without gaps", () => {
  const source = sourceOf(rows(100).filter((row) => row.id % 10 === 0));
  assert.equal(press(open(source), ["j"], source).top, 10);
  const small = { ...open(source), lines: 4 };
  assert.equal(press(small, ["j"], source).top, 20);
  assert.equal(press(small, ["G"], source).top, 80);
  assert.equal(press(small, ["3", "g"], source).top, 30);
});

test("fewer rows than the screen has, or none, stay where they are", () => {
  for (const source of [sourceOf([]), sourceOf(rows(3))]) {
    const { top } = open(source);
    for (const key of ["j", "k", "f", "b", "G", "g", "d", "u", "%", "n", " "]) {
      assert.equal(press(open(source), [key], source).top, top, key);
    }
  }
});

test("rows that come to an empty screen are shown, and rows that vanish move the screen to what is left", () => {
  const empty = open(sourceOf([]));
  assert.equal(empty.top, 0);
  assert.equal(settle(empty, SOURCE).top, 11);
  assert.equal(settle({ ...open(), top: 12, cursor: 12 }, sourceOf(rows(50, 61))).top, 61);
  assert.equal(settle({ ...open(), top: 70, cursor: 70 }, sourceOf(rows(50, 61))).top, 70);
});

test("sideways it scrolls by half screens, a little, and to the ends", () => {
  const offset = (keys: string): number => press(open(), keys.split(" ")).offset;
  assert.deepEqual(
    ["right", "right left", "left", "shift-right", "3 right", "right ctrl-left", "ctrl-right"].map(offset),
    [40, 0, 0, 8, 3, 0, Infinity],
  );
});

test("a search shows the next row that matches and remembers the pattern", () => {
  const found = press(open(), ["/", ..."n = number: 5", "enter"]);
  assert.deepEqual([found.top, found.target], [50, 50]);
  assert.equal(press(found, ["n"]).top, 51);
  assert.equal(press(found, ["4", "n"]).top, 54);
  assert.equal(press(found, ["n", "n", "N"]).top, 51);
  assert.equal(press(found, ["g", "/", "enter"]).top, 50);
});

test("a search begins with the rows on the screen, and goes past the row it found", () => {
  const find = (...keys: string[]): number | null => press(open(), keys).target;
  assert.equal(find("/", "n", " ", "=", "enter"), 11);
  assert.equal(find("/", "n", " ", "=", "enter", "n"), 12);
  assert.equal(find("f", "?", "n", " ", "=", "enter"), 30);
  assert.equal(find("f", "?", "n", " ", "=", "enter", "n"), 29);
  assert.equal(find("f", "?", "n", " ", "=", "enter", "N"), 31);
  assert.equal(find("3", "/", "n", " ", "=", "enter"), 13);
});

test("a row on the last page is found where it lies, and the search goes on from it", () => {
  const found = press(open(), ["/", ..."number: 10[5-9]", "enter"]);
  assert.deepEqual([found.top, found.target], [101, 105]);
  assert.deepEqual([press(found, ["n"]).target, press(found, ["n", "n", "n", "n"]).target], [106, 109]);
  const last = press(found, ["5", "n"]);
  assert.equal(last.message, "Pattern not found");
});

test("a negated search finds what does not match", () => {
  assert.equal(press(open(), ["/", "!", ..."number: 1", "enter"]).target, 20);
});

test("what nothing matches is said, and nothing moves", () => {
  const none = press(open(), ["j", "/", "z", "z", "enter"]);
  assert.deepEqual([none.top, none.message], [12, "Pattern not found"]);
  assert.equal(press(none, ["j"]).message, null);
  assert.equal(press(open(), ["n"]).message, "No previous search");
});

test("a prompt stays open while there is a mistake in it, and what is entered is remembered", () => {
  const remembered: string[] = [];
  const assistant: Assistant = {
    ...NO_ASSISTANT,
    check: ({ text }) => text === "(" ? { message: "not closed", start: 0, end: 1, options: [] } : null,
    remember: (command, text) => remembered.push(command + text),
  };
  let state = open();
  for (const key of ["/", "(", "enter"]) state = pressKey(state, key, SOURCE, { assistant }).state;
  assert.deepEqual([state.prompt?.mistake?.message, state.prompt?.cursor, state.job], ["not closed", 1, null]);
  for (const key of ["backspace", "5", "enter"]) state = pressKey(state, key, SOURCE, { assistant }).state;
  assert.deepEqual([state.prompt, state.search?.pattern.text, remembered], [null, "5", ["/5"]]);
});

test("a search waits where it is not known yet what comes, and a key stops it", () => {
  let state = press(open(), ["/", ..."number: 5"]);
  state = pressKey(state, "enter", SOURCE).state;
  const { pattern } = state.search!;
  state = continueSearch(state, SOURCE, hitsOf(pattern, SOURCE, 30));
  assert.deepEqual([state.job?.next, state.top], [11, 11]);
  assert.equal(continueSearch(state, SOURCE, hitsOf(pattern, SOURCE, 51)).target, 50);
  const further = pressKey(state, "n", SOURCE).state;
  assert.equal(continueSearch(further, SOURCE, hitsOf(pattern, SOURCE)).target, 51);
  state = pressKey(state, "escape", SOURCE).state;
  assert.deepEqual([state.job, state.message], [null, "Search stopped"]);
});

test("a search finds only rows that are shown", () => {
  const source = sourceOf(rows(100, 11).filter(({ id }) => id % 7 === 0));
  const find = (...keys: string[]): number | null => {
    let state = open(source);
    for (const key of keys) {
      state = pressKey(state, key, source).state;
      if (state.job) state = continueSearch(state, source, hitsOf(state.search!.pattern, SOURCE));
    }
    return state.target;
  };
  assert.deepEqual([find("/", "5", "enter"), find("/", "5", "enter", "n"), find("/", "5", "enter", "n", "N")], [
    35,
    56,
    35,
  ]);
  assert.equal(find("G", "?", ..."number: 3", "enter"), 35);
});

test("filters are stacked, cleared, switched off, and widened", () => {
  let state = press(open(), ["&", "a", "enter"]);
  assert.deepEqual(state.pending, ["a"]);
  state = { ...state, pending: null, filters: ["a"] };
  assert.deepEqual(press(state, ["&", "b", "enter"]).pending, ["a", "b"]);
  assert.deepEqual(press(state, ["r", "a", "enter"]).pending, ["a"]);
  assert.deepEqual(press(state, ["&", "enter"]).filters, []);
  assert.deepEqual(press(state, ["&", "b", "enter", "j"]).pending, null);
  assert.deepEqual([press(state, ["~"]).isFiltering, press(state, ["~", "~"]).isFiltering], [false, true]);
  assert.deepEqual(["+ +", "3 +", "+ -", "-", "9 9 +"].map((keys) => press(state, keys.split(" ")).context), [
    2,
    3,
    0,
    0,
    31,
  ]);
  assert.match(press(open(), ["~"]).message ?? "", /no filter/);
});

test("Escape gives a prompt and a count up", () => {
  assert.equal(press(open(), ["/", "a", "escape"]).prompt, null);
  assert.equal(top("5 escape j"), 12);
  assert.equal(top("5 / escape j"), 12);
});

test("only q leaves, and typed into a prompt it does not", () => {
  const action = (...keys: string[]): unknown =>
    pressKey(press(open(), keys.slice(0, -1)), keys.at(-1)!, SOURCE).action;
  assert.equal(action("q"), "quit");
  assert.equal(action("/", "q"), undefined);
  assert.equal(action("escape"), undefined);
  assert.equal(action("ctrl-c"), undefined);
  assert.equal(action("ctrl-z"), "suspend");
  assert.equal(action("ctrl-l"), "repaint");
});

test("another size keeps the row at the top while the last page is full", () => {
  assert.equal(resize({ ...open(), top: 50, cursor: 50 }, SOURCE, 40, 5).top, 50);
  assert.equal(resize({ ...open(), top: 101, cursor: 101 }, SOURCE, 40, 21).top, 91);
  assert.equal(resize({ ...open(), top: 101, cursor: 101 }, SOURCE, 40, 1000).top, 11);
});
