import assert from "node:assert/strict";
import { test } from "node:test";
import { openReader, type Trace } from "../store/mod.ts";
import { foldRows } from "./fold_source.ts";
import { type Folds, functionKey, NO_FOLDS, reveal } from "./folds.ts";
import { Kind } from "./kinds.ts";
import { allRows, type RowSource } from "./source.ts";
import { createRandom, makeRandomCalls } from "./stress_calls.ts";
import { sourceOf, withPath } from "./testing.ts";

/** What is folded, found out row by row from what is around each. */
function slowlyShown(traces: readonly Trace[], base: readonly Trace[], folds: Folds): Trace[] {
  const byId = new Map(traces.map((trace) => [trace.id, trace]));
  const shownByBase = new Set(base.map((trace) => trace.id));
  const around = (call: Trace): Trace[] => {
    const parent = call.parent === null ? undefined : byId.get(call.parent);
    return parent ? [parent, ...around(parent)] : [];
  };
  const isFolded = (call: Trace): boolean => {
    if (!shownByBase.has(call.id)) return false;
    const own = folds.calls.get(call.id);
    if (own !== undefined) return own;
    if (call.parent !== null && folds.below.get(call.parent)) return true;
    if (around(call).some((one) => folds.below.get(one.id) === false)) return false;
    return call.depth >= folds.depth || folds.functions.has(functionKey(call));
  };
  return base.filter((trace) => {
    const call = trace.kind === Kind.CALL ? trace : byId.get(trace.call ?? 0);
    if (!call) return true;
    return !around(call).some(isFolded) && (trace === call || !isFolded(call));
  });
}

/** Asks until the answer is whole. */
function whole<T>(source: RowSource, ask: () => T): T {
  for (let i = 0; i < 10_000; i++) {
    const answer = ask();
    if (!source.isUnfinished()) return answer;
  }
  throw new Error("the answer never got whole");
}

function ids(traces: readonly Trace[]): number[] {
  return traces.map((trace) => trace.id);
}

test("folded rows are those that a slow look at each row finds, in random programs", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = createRandom(seed);
    const below = (limit: number): number => Math.floor(random() * limit);
    withPath((path) => {
      const count = 50 + below(300);
      makeRandomCalls(path, random, { count, threads: 1 + below(3), lost: random() < 0.3 ? below(count) : 0 });
      const reader = openReader(path);
      try {
        const traces = reader.from(0, count);
        const calls = traces.filter((trace) => trace.kind === Kind.CALL);
        const some = (): Trace[] => calls.filter(() => random() < 0.05);
        const folds: Folds = {
          depth: random() < 0.5 ? Infinity : below(5),
          functions: new Set(random() < 0.3 && calls.length > 0 ? [functionKey(calls[below(calls.length)])] : []),
          calls: new Map(some().map((call) => [call.id, random() < 0.6])),
          below: new Map(random() < 0.5 ? [] : some().map((call) => [call.id, random() < 0.5])),
        };
        const isFiltered = random() < 0.3;
        const rows = isFiltered ? traces.filter(() => random() < 0.5) : traces;
        const base = isFiltered ? { ...sourceOf(rows), row: (id: number) => allRows(reader).row(id) } : allRows(reader);
        const source = foldRows(base, reader, folds);
        const expected = slowlyShown(traces, rows, folds);
        const what = `seed ${seed}`;
        assert.deepEqual(ids(whole(source, () => source.from(0, count))), ids(expected), what);
        for (let i = 0; i < 20; i++) {
          const n = 1 + below(40);
          const id = below(count + 10);
          const next = expected.filter((trace) => trace.id >= id).slice(0, n);
          const previous = expected.filter((trace) => trace.id < id).slice(-n);
          const fresh = foldRows(base, reader, folds, () => () => true);
          for (const asked of [source, fresh]) {
            assert.deepEqual(ids(whole(asked, () => asked.from(id, n))), ids(next), `${what}: from ${id}, ${n}`);
            assert.deepEqual(
              ids(whole(asked, () => asked.before(id, n))),
              ids(previous),
              `${what}: before ${id}, ${n}`,
            );
          }
        }
        assert.equal(source.first(), expected[0]?.id ?? 0, what);
        assert.equal(source.last(), expected.at(-1)?.id ?? 0, what);
        for (const trace of expected) assert.equal(source.shown(trace.id), trace.id, what);
        const shown = new Set(ids(expected));
        for (const trace of rows) assert.ok(shown.has(source.shown(trace.id)), what);
      } finally {
        reader.close();
      }
    });
  }
});

test("a folded call tells how it ended and how many calls are in it", () => {
  const random = createRandom(7);
  withPath((path) => {
    makeRandomCalls(path, random, { count: 3000, threads: 2, lost: 0 });
    const reader = openReader(path);
    try {
      const traces = reader.from(0, 3000);
      const parents = new Map(traces.filter(({ kind }) => kind === Kind.CALL).map((call) => [call.id, call.parent]));
      const isIn = (id: number, call: number): boolean => {
        const parent = parents.get(id) ?? null;
        return parent !== null && (parent === call || isIn(parent, call));
      };
      const source = foldRows(allRows(reader), reader, { ...NO_FOLDS, depth: 0 });
      for (const call of source.from(0, 3000)) {
        const fold = whole(source, () => source.folded(call));
        assert.equal(fold?.leave?.id ?? null, call.leave);
        // What it has left behind, to go on after its end, is not counted.
        const inside = [...parents.keys()].filter((id) => id < (call.leave ?? Infinity) && isIn(id, call.id));
        assert.equal(fold?.calls, inside.length, `call ${call.id}`);
      }
    } finally {
      reader.close();
    }
  });
});

test("all folded calls of a frame have the time of one question to count what is in them", () => {
  const random = createRandom(7);
  withPath((path) => {
    makeRandomCalls(path, random, { count: 3000, threads: 1, lost: 0 });
    const reader = openReader(path);
    try {
      let isOver = false;
      const source = foldRows(allRows(reader), reader, { ...NO_FOLDS, depth: 0 }, () => () => isOver);
      const calls = source.from(0, 20).filter((call) => call.leave !== null && call.leave > call.id + 1);
      assert.ok(calls.length > 2);
      isOver = true;
      const counted = (): number => calls.filter((call) => source.folded(call)?.isCounted).length;
      for (let frame = 1; frame <= calls.length; frame++) {
        assert.equal(counted(), frame);
        assert.equal(source.isUnfinished(), frame < calls.length);
      }
    } finally {
      reader.close();
    }
  });
});

test("a row in folded calls is unfolded as far as it takes to see it, and no further", () => {
  const random = createRandom(3);
  withPath((path) => {
    makeRandomCalls(path, random, { count: 400, threads: 1, lost: 0 });
    const reader = openReader(path);
    try {
      const row = (id: number): Trace | undefined => allRows(reader).row(id);
      for (const { id } of reader.from(0, 400)) {
        const folds = reveal({ ...NO_FOLDS, depth: 0 }, id, row);
        assert.equal(foldRows(allRows(reader), reader, folds).has(id), true);
        const call = row(id)!.kind === Kind.CALL ? row(id)! : row(row(id)!.call!)!;
        assert.equal(folds.calls.size, call.depth + (call.id === id ? 0 : 1));
      }
    } finally {
      reader.close();
    }
  });
});
