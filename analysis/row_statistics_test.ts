import assert from "node:assert/strict";
import { test } from "node:test";
import { createFilter } from "../filter/mod.ts";
import { rowStatistics } from "./row_statistics.ts";
import type { Grouping, Statistics } from "./stats.ts";
import { type Recorder, withRecording } from "./testing.ts";

function statistics(record: (recorder: Recorder) => void, by: Grouping = "function", filter?: string): Statistics {
  return withRecording(
    record,
    (reader) => rowStatistics(reader, filter === undefined ? undefined : createFilter(filter, reader)).read(by),
  );
}

function rowOf({ rows }: Statistics, name: string): Statistics["rows"][number] {
  const row = rows.find((row) => row.name === name);
  assert.ok(row, `no row ${name}`);
  return row;
}

test("a call's own time is what its callees leave of it", () => {
  const found = statistics((r) => {
    const main = r.call("main");
    for (let i = 1; i <= 3; i++) {
      const inner = r.call("inner");
      r.tick(i * 1000);
      r.end(inner);
    }
    r.end(main);
  });
  const main = rowOf(found, "main");
  assert.deepEqual([main.calls, main.total, main.self, main.waiting, main.callers], [1, 6400, 400, 0, 0]);
  const inner = rowOf(found, "inner");
  assert.deepEqual([inner.calls, inner.total, inner.self, inner.callers], [3, 6000, 6000, 1]);
  assert.deepEqual([inner.average, inner.min, inner.max], [2000, 1000, 3000]);
  assert.ok(Math.abs(inner.median - 2000) <= 32 && Math.abs(inner.p99 - 3000) <= 48);
});

test("time in a recursive function counts once", () => {
  const found = rowOf(
    statistics((r) => {
      const outer = r.call("f");
      const inner = r.call("f");
      r.end(inner);
      r.end(outer);
    }),
    "f",
  );
  assert.deepEqual([found.calls, found.total, found.self, found.callers], [2, 300, 300, 1]);
});

test("an async function runs and waits, and what runs meanwhile is not its own", () => {
  const found = statistics((r) => {
    const load = r.call("load");
    r.wait(load);
    const other = r.call("other");
    r.tick(5000);
    r.end(other);
    r.resume(load);
    r.tick(700);
    r.fail(load);
  });
  const load = rowOf(found, "load");
  assert.deepEqual([load.total, load.running, load.waiting, load.self], [6000, 800, 5200, 800]);
  assert.deepEqual([load.exceptions, load.unfinished], [1, 0]);
  assert.equal(rowOf(found, "other").callers, 0);
});

test("own time does not count across lost records, and what was open is marked", () => {
  const found = statistics((r) => {
    const main = r.call("main");
    const lost = r.call("lost");
    r.tick(1_000_000);
    r.lost(42);
    const after = r.call("after");
    r.rows[after - 1].parent = main;
    r.end(after);
    r.end(main);
    assert.ok(lost > 0);
  });
  assert.deepEqual([rowOf(found, "main").self, rowOf(found, "main").gap], [200, true]);
  assert.deepEqual([rowOf(found, "lost").self, rowOf(found, "lost").gap, rowOf(found, "lost").unfinished], [
    100,
    true,
    1,
  ]);
  assert.equal(rowOf(found, "after").gap, false);
  const { lost, gaps, unfinished } = found.omissions;
  assert.deepEqual({ lost, gaps, unfinished }, { lost: 42, gaps: 1, unfinished: 1 });
});

test("threads do not mix, and processes are told apart", () => {
  const record = (r: Recorder): void => {
    const first = r.call("f");
    r.thread = 3;
    const second = r.call("g");
    r.tick(1000);
    r.end(second);
    r.thread = 1;
    r.end(first);
  };
  assert.equal(rowOf(statistics(record), "g").callers, 0);
  assert.equal(rowOf(statistics(record), "f").self, 1200);
  const rows = statistics(record, "process").rows.map(({ name, calls, total }) => [name, calls, total]);
  assert.deepEqual(rows, [["1234", 1, 1200], ["99", 1, 1000]]);
});

test("a filter chooses calls by any of their traces", () => {
  const record = (r: Recorder): void => {
    const outer = r.call("f", ["a", "1", "number"]);
    const inner = r.call("f", ["a", "2", "number"]);
    r.tick(1000);
    r.end(inner, "5", "number");
    r.end(outer, "6", "number");
  };
  const of = (filter: string): unknown[] => {
    const { calls, total, self } = rowOf(statistics(record, "function", filter), "f");
    return [calls, total, self];
  };
  assert.deepEqual(of("arg.a == 2"), [1, 1000, 1000]);
  assert.deepEqual(of("return == 6"), [1, 1200, 200]);
});

test("a time that goes back, an end without a beginning and a call without an end are counted", () => {
  const { omissions, rows } = statistics((r) => {
    const f = r.call("f");
    r.now -= 5000;
    r.end(f);
    r.call("g");
    const h = r.call("h");
    r.end(h);
    r.rows[h - 1].call = 4711;
    r.rows.at(-1)!.call = 4711;
  });
  assert.deepEqual([omissions.clock > 0, omissions.withoutBegin, omissions.unfinished], [true, 1, 2]);
  assert.ok(rows.every(({ self }) => self >= 0));
});

test("an empty database has no statistics", () => {
  assert.deepEqual(statistics(() => {}).rows, []);
});
