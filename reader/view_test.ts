import assert from "node:assert/strict";
import { test } from "node:test";
import { openPrompt } from "./prompt.ts";
import { markHits } from "./search.ts";
import { plainText } from "./segment.ts";
import { initialState, type PagerState } from "./state.ts";
import { LAYOUT, rows, sourceOf } from "./testing.ts";
import type { Surroundings } from "./status.ts";
import { viewFrame } from "./view.ts";
import { widthOf } from "./width.ts";

const SOURCE = sourceOf(rows(100), 7);
const AROUND = { name: "traces.sqlite", isRecording: false, news: null, isWorking: false };

function screen(fields: Partial<PagerState>, source = SOURCE): string[] {
  const frame = viewFrame({ ...initialState(100, 6), top: 1, ...fields }, source, LAYOUT, AROUND);
  return frame.lines.map(plainText);
}

test("a screen has the rows from the top on and the status line below", () => {
  const lines = screen({ top: 42 });
  assert.equal(lines.length, 6);
  assert.match(lines[0], /Cart\.total\(n = number: 42\)$/);
  assert.match(lines[4], /Cart\.total\(n = number: 46\)$/);
  assert.match(lines[5], /^ 42-46 of 100 {2}46 % {2}7 lost {2}traces\.sqlite .*q quit $/);
});

test("the end is said, rows that are not there are shown as in less", () => {
  assert.match(screen({ top: 96 })[5], /^ 96-100 of 100 {2}\(END\)/);
  const few = screen({}, sourceOf(rows(2)));
  assert.deepEqual(few.slice(2, 5), ["~", "~", "~"]);
  assert.match(few[5], /^ 1-2 of 2 {2}\(END\) {2}traces\.sqlite/);
  assert.match(screen({ top: 0 }, sourceOf([]))[5], /^ no traces yet {2}traces\.sqlite/);
});

test("no line is wider than the screen, however small it is", () => {
  const pattern = { text: "a", negate: false };
  const popup = {
    from: 2,
    to: 4,
    isExact: false,
    chosen: 1,
    candidates: [{ text: "例".repeat(9), count: 12345 }, { text: "a", about: "b" }],
  };
  const mistake = { message: "例".repeat(50), start: 3, end: 80, options: ["a"] };
  const typed = { ...openPrompt("&", "例".repeat(60)), cursor: 50 };
  for (let columns = 1; columns < 90; columns += 3) {
    const states: Partial<PagerState>[] = [
      {},
      { message: "x".repeat(200) },
      { prompt: { ...typed, command: "/", negate: true } },
      { prompt: { ...typed, popup } },
      { prompt: { ...typed, mistake } },
      { prompt: { ...typed, seeking: { text: "例".repeat(60), back: 1, before: "" } } },
      { job: { direction: 1, next: 1, remaining: 1 }, search: { pattern, direction: 1 } },
      { filters: ["a".repeat(50), "b".repeat(50)], context: 3 },
      { pending: ["a".repeat(50)] },
      { search: { pattern, direction: 1 } },
    ];
    for (const state of states) {
      for (const line of screen({ columns, ...state })) assert.ok(widthOf(line) <= columns, `${columns}: ${line}`);
    }
  }
});

test("scrolling sideways ends where the longest row ends", () => {
  const frame = viewFrame({ ...initialState(40, 6), top: 1, offset: Infinity }, SOURCE, LAYOUT, AROUND);
  assert.match(plainText(frame.lines[0]), /number: 1\)$/);
  const wide = viewFrame({ ...initialState(400, 6), top: 1, offset: 40 }, SOURCE, LAYOUT, AROUND);
  assert.equal(wide.offset, 0);
});

test("the prompt shows what is typed and where the cursor stands", () => {
  const frame = viewFrame(
    { ...initialState(20, 6), top: 1, prompt: { ...openPrompt("?", "a\tbc"), cursor: 2 } },
    SOURCE,
    LAYOUT,
    AROUND,
  );
  assert.equal(plainText(frame.lines[5]), "?a\\tbc");
  assert.equal(frame.cursor, 4);
});

test("a prompt that is longer than the screen scrolls with its cursor", () => {
  for (let cursor = 0; cursor <= 100; cursor++) {
    const text = Array.from({ length: 100 }, (_, i) => String(i % 10)).join("");
    const prompt = { ...openPrompt("/", text), cursor };
    const frame = viewFrame({ ...initialState(20, 6), top: 1, prompt }, SOURCE, LAYOUT, AROUND);
    const line = plainText(frame.lines[5]).padEnd(20);
    assert.ok(frame.cursor! >= 1 && frame.cursor! < 20, `${cursor}`);
    const under = line[frame.cursor!];
    assert.ok(under === "…" || under === (text[cursor] ?? " "), `${cursor}: ${line}`);
  }
});

test("the popup and mistakes stand above the prompt, at their place", () => {
  const candidates = [{ text: "func", about: "function" }, { text: "fib", count: 1234 }];
  const popup = { from: 4, to: 5, isExact: false, chosen: 1, candidates };
  const frame = viewFrame(
    { ...initialState(40, 6), top: 1, prompt: { ...openPrompt("&", "not f"), popup } },
    SOURCE,
    LAYOUT,
    AROUND,
  );
  assert.deepEqual(frame.lines.slice(3).map((line) => plainText(line).trimEnd()), [
    "     func           function",
    "     fib   ~1 234",
    "&not f",
  ]);
  assert.deepEqual(frame.lines[4].map(({ style }) => style), ["plain", "chosen"]);
  const mistake = { message: "no field", start: 4, end: 7, options: [] };
  const wrong = viewFrame(
    { ...initialState(40, 6), top: 1, prompt: { ...openPrompt("&", "not fnc"), mistake } },
    SOURCE,
    LAYOUT,
    AROUND,
  );
  assert.deepEqual(wrong.lines.slice(3).map((line) => plainText(line).trimEnd()), ["no field", "     vvv", "&not fnc"]);
});

test("what was found is marked, across pieces of a row and not beyond", () => {
  const row = [{ text: "abc", style: "time" }, { text: "def", style: "plain" }] as const;
  assert.deepEqual(markHits(row, [2, 4, 5, 6]), [
    { text: "ab", style: "time" },
    { text: "c", style: "time", hit: true },
    { text: "d", style: "plain", hit: true },
    { text: "e", style: "plain" },
    { text: "f", style: "plain", hit: true },
  ]);
  assert.equal(markHits(row, []), row);
});

test("hits are counted where they are told of, and filters named", () => {
  const status = (fields: Partial<PagerState>, around: Partial<Surroundings>): string =>
    plainText(
      viewFrame({ ...initialState(150, 6), top: 1, ...fields }, SOURCE, LAYOUT, { ...AROUND, ...around }).lines[5],
    );
  assert.match(status({}, { hits: { rank: 3, count: 1204, isComplete: false } }), /hit 3 of 1 204\+ /);
  assert.match(status({}, { hits: { rank: null, count: 1, isComplete: true } }), / 1 hit /);
  const progress = { part: 0.417, isStopped: false, error: undefined };
  assert.match(status({ filters: ["a == 1"], context: 2 }, { progress }), /filter a == 1 ±2, counting 41 %/);
  assert.match(status({ filters: ["a", "b"] }, {}), /filter a & b /);
  assert.match(status({ filters: ["a"], isFiltering: false }, {}), /filter off: a/);
  assert.match(status({ pending: ["a"] }, { progress }), /looking for what passes a: 41 %, any key stops/);
});
