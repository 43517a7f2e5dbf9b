import assert from "node:assert/strict";
import { test } from "node:test";
import { markHits, parsePattern } from "./search.ts";
import { plainText } from "./segment.ts";
import { initialState, type PagerState } from "./state.ts";
import { LAYOUT, rows, sourceOf } from "./testing.ts";
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
  const pattern = parsePattern("a", false);
  for (let columns = 1; columns < 90; columns += 3) {
    const states: Partial<PagerState>[] = [
      {},
      { message: "x".repeat(200) },
      { prompt: { command: "/", negate: true, text: "例".repeat(60), cursor: 50 } },
      { job: { pattern, direction: 1, next: 1, remaining: 1, searched: 5 } },
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
    { ...initialState(20, 6), top: 1, prompt: { command: "?", negate: false, text: "a\tbc", cursor: 2 } },
    SOURCE,
    LAYOUT,
    AROUND,
  );
  assert.equal(plainText(frame.lines[5]), "?a\\tbc");
  assert.equal(frame.cursor, 4);
});

test("what was found is marked, across pieces of a row and not beyond", () => {
  const row = [{ text: "abc", style: "time" }, { text: "def", style: "plain" }] as const;
  const marked = markHits(row, parsePattern("CD|f".toLowerCase(), false));
  assert.deepEqual(marked, [
    { text: "ab", style: "time" },
    { text: "c", style: "time", hit: true },
    { text: "d", style: "plain", hit: true },
    { text: "e", style: "plain" },
    { text: "f", style: "plain", hit: true },
  ]);
  assert.equal(markHits(row, parsePattern("x*", false)), row);
  assert.equal(markHits(row, parsePattern("C", false)), row);
});

test("marks are shown until they are switched off", () => {
  const search = { pattern: parsePattern("total", false), direction: 1 } as const;
  const hits = (highlight: boolean): number =>
    viewFrame({ ...initialState(100, 6), top: 1, search, highlight }, SOURCE, LAYOUT, AROUND)
      .lines.flat().filter((segment) => segment.hit).length;
  assert.deepEqual([hits(true), hits(false)], [5, 0]);
});
