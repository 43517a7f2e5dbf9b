import assert from "node:assert/strict";
import { test } from "node:test";
import { openReader, type Trace } from "../store/mod.ts";
import { foldRows } from "./fold_source.ts";
import { functionKey } from "./folds.ts";
import { pauseOrResume } from "./follow.ts";
import { Kind } from "./kinds.ts";
import { markJump } from "./marks.ts";
import { settle } from "./move.ts";
import { pressKey } from "./pager.ts";
import { continueSeek } from "./seek.ts";
import { allRows, type RowSource } from "./source.ts";
import { initialState, type PagerState } from "./state.ts";
import { createRandom, makeRandomCalls } from "./stress_calls.ts";
import { rows, sourceOf, withPath } from "./testing.ts";

/** A pager on a database of a random program. */
function withPager(
  seed: number,
  count: number,
  body: (traces: Trace[], press: (from: PagerState, keys: string) => PagerState, start: PagerState) => void,
): void {
  withPath((path) => {
    makeRandomCalls(path, createRandom(seed), { count, threads: 2, lost: 0 });
    const reader = openReader(path);
    const all = allRows(reader);
    const shown = (state: PagerState): RowSource => foldRows(all, reader, state.folds);
    const press = (from: PagerState, keys: string): PagerState => {
      let state = from;
      for (const key of keys.split(" ")) {
        state = pressKey(settle(state, shown(state)), key, shown(state)).state;
        while (state.seek) state = markJump(state, continueSeek(state, all));
        state = settle(state, shown(state));
      }
      return state;
    };
    try {
      body(reader.from(0, count), press, settle(initialState(100, 20), all));
    } finally {
      reader.close();
    }
  });
}

test("keys find the return, the caller, siblings, other calls of a function and exceptions", () => {
  withPager(11, 600, (traces, press, start) => {
    const calls = traces.filter(({ kind }) => kind === Kind.CALL);
    const exceptions = traces.filter(({ kind }) => kind === Kind.EXCEPTION);
    for (const trace of traces) {
      const at = { ...start, cursor: trace.id, top: trace.id };
      const call = calls.find(({ id }) => id === trace.call)!;
      const go = (key: string): number => press(at, key).cursor;
      const or = (found: Trace | undefined): number => found?.id ?? trace.id;
      const beside = calls.filter((other) => other.parent === call.parent && other.thread === call.thread);
      const alike = calls.filter((other) => functionKey(other) === functionKey(call));
      assert.equal(go("}"), trace.id === call.id ? call.leave ?? trace.id : call.id, `} at ${trace.id}`);
      assert.equal(go("{"), call.id, `{ at ${trace.id}`);
      assert.equal(go("^"), call.parent ?? trace.id, `^ at ${trace.id}`);
      assert.equal(go("]"), or(beside.find(({ id }) => id > call.id)), `] at ${trace.id}`);
      assert.equal(go("["), or(beside.findLast(({ id }) => id < call.id)), `[ at ${trace.id}`);
      assert.equal(go(")"), or(alike.find(({ id }) => id > call.id)), `) at ${trace.id}`);
      assert.equal(go("("), or(alike.findLast(({ id }) => id < call.id)), `( at ${trace.id}`);
      assert.equal(go("e"), or(exceptions.find(({ id }) => id > trace.id)), `e at ${trace.id}`);
      assert.equal(go("E"), or(exceptions.findLast(({ id }) => id < trace.id)), `E at ${trace.id}`);
    }
  });
});

test("a number says how many, and what is not there is said", () => {
  withPager(11, 600, (traces, press, start) => {
    const exceptions = traces.filter(({ kind }) => kind === Kind.EXCEPTION);
    assert.equal(press(start, "3 e").cursor, exceptions[2].id);
    assert.equal(press(press(start, "3 e"), "' '").cursor, 1);
    assert.match(press(start, "E").message ?? "", /No earlier exception/);
    assert.match(press(start, "^").message ?? "", /called from no other/);
  });
});

test("a jump into a folded call unfolds what is around its row, and nothing else", () => {
  withPager(11, 600, (traces, press, start) => {
    const folded = press(start, "z M");
    assert.equal(folded.folds.depth, 0);
    const deep = traces.find(({ kind, depth }) => kind === Kind.EXCEPTION && depth > 1)!;
    const found = press({ ...folded, cursor: deep.id - 1, folds: folded.folds }, "e");
    assert.equal([...found.folds.calls.values()].some((isFolded) => isFolded), false);
    assert.deepEqual(press(found, "z R").folds.calls.size, 0);
  });
});

test("calls fold and unfold one by one, below, and by function", () => {
  withPager(11, 600, (traces, press, start) => {
    const call = traces.find(({ kind, leave, id }) => kind === Kind.CALL && leave !== null && leave > id + 10)!;
    const at = { ...start, cursor: call.id, top: call.id };
    const inside = press({ ...at, cursor: call.leave! }, "enter");
    assert.deepEqual([inside.cursor, inside.folds.calls.get(call.id)], [call.id, true]);
    assert.equal(press(inside, "enter").folds.calls.get(call.id), false);
    assert.equal(press(at, "z b").folds.below.get(call.id), true);
    assert.equal(press(at, "z b z b").folds.below.get(call.id), false);
    assert.equal(press(at, "z f").folds.functions.has(functionKey(call)), true);
    assert.equal(press(at, "z f z f").folds.functions.size, 0);
    assert.equal(press(at, "z z").folds.depth, call.depth);
    assert.equal(press(at, "z 4").folds.depth, 3);
  });
});

test("marks are letters, keep their rows, and say when those are gone", () => {
  const source = sourceOf(rows(100));
  const press = (state: PagerState, keys: string, on = source): PagerState =>
    keys.split(" ").reduce((before, key) => settle(pressKey(before, key, on).state, on), settle(state, on));
  const marked = press(initialState(80, 11), "2 0 j m a G");
  assert.equal(marked.cursor, 100);
  assert.equal(press(marked, "' a").cursor, 21);
  assert.equal(press(marked, "' a ' '").cursor, 100);
  assert.equal(press(marked, "' ^").cursor, 1);
  assert.equal(press(marked, "' x").message, "No mark x");
  assert.equal(press(marked, "m 5").message, "A mark is a letter");
  assert.match(press(marked, "' a", sourceOf(rows(50, 51))).message ?? "", /not kept any more/);
});

test("who follows and goes up is left there, and goes along again from the end", () => {
  const source = sourceOf(rows(100));
  const press = (state: PagerState, key: string): PagerState =>
    settle(pressKey(settle(state, source), key, source).state, source);
  const followed = press(initialState(80, 11), "F");
  assert.deepEqual([followed.follow, followed.cursor], ["on", 100]);
  const paused = press(followed, "k");
  assert.equal(paused.follow, "paused");
  assert.equal(press(paused, "j").follow, "on");
  assert.equal(press(press(paused, "b"), "G").follow, "on");
  assert.equal(press(followed, "F").follow, "off");
  assert.equal(press(followed, "=").follow, "on");
  assert.equal(pauseOrResume({ ...paused, follow: "off" }, paused, source).follow, "paused");
});

test("columns are hidden, shown and resized, and left out where the screen is narrow", () => {
  const source = sourceOf(rows(5));
  const press = (state: PagerState, keys: string): PagerState =>
    keys.split(" ").reduce((before, key) => pressKey(before, key, source).state, settle(state, source));
  const wide = initialState(120, 11);
  assert.deepEqual([...press(wide, "x t x m").toggled], ["time", "module"]);
  assert.deepEqual([...press(wide, "x t x t").toggled], []);
  assert.equal(press(wide, "x > x >").widen, 8);
  assert.equal(press(wide, "3 x <").widen, -3);
  assert.match(press(wide, "x j").message ?? "", /^x is followed by/);
  assert.deepEqual([...press(initialState(50, 11), "x a").toggled], ["date", "thread"]);
});
