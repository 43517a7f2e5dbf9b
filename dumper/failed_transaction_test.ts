import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import type { FakeStore } from "./fake_store.ts";
import { brief, dump, setUp } from "./test_dumper.ts";
import { int, TestWriter, text } from "./test_writer.ts";

/** All that was counted, by function and caller. */
function sums({ counters, durations }: FakeStore): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (name: string, value: number) => sums[name] = (sums[name] ?? 0) + value;
  for (const { process: _, function: fn, caller, shortest: _shortest, longest: _longest, ...numbers } of counters) {
    for (const [name, value] of Object.entries(numbers)) add(`${fn} from ${caller}: ${name}`, value);
  }
  for (const row of durations) for (const [ns, count] of row.durations) add(`${row.function}: ${ns} ns`, count);
  return sums;
}

test("what a failed transaction held waits for the next one, and is counted once", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer]);
  const outer = writer.call(0, 0);
  writer.event(Kind.RETURN, 1, writer.call(1, outer));
  store.failure = new Error("database or disk is full");
  assert.throws(() => dump(dumper), /full/);
  assert.throws(() => dumper.store(0), /full/);
  assert.equal(store.rows.length + store.processes.length + store.threads.length + store.functions.length, 0);
  assert.equal(dumper.waiting, 3);
  writer.event(Kind.RETURN, 0, outer);
  store.failure = null;
  dump(dumper);
  assert.deepEqual(brief(store.rows), [
    [1, "CALL", 1, null, 0, 4, null],
    [2, "CALL", 2, 1, 1, 3, null],
    [3, "RETURN", 2, null, 1, null, 0],
    [4, "RETURN", 1, null, 0, null, 0],
  ]);
  assert.deepEqual(store.counters.map(({ calls, returns }) => [calls, returns]), [[1, 1], [1, 1]]);
  assert.deepEqual([dumper.hasWork, dumper.waiting], [false, 0]);
});

test("whatever transactions fail, the database is what it would be if none did", () => {
  let seed = 3;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 4294967296) * below);
  };
  const writers = () => [1, 2].map((tid) => new TestWriter({ tid }));
  const [tried, plain] = [writers(), writers()];
  const first = setUp(tried, 0);
  const second = setUp(plain, 0);
  const open: number[][] = [[], []];
  let failures = 0;
  for (let step = 0; step < 20_000; step++) {
    const thread = random(2);
    const calls = open[thread];
    const ends = calls.length > 0 && random(calls.length > 40 ? 3 : 2) > 0;
    const call = ends ? calls.splice(random(3) === 0 ? random(calls.length) : calls.length - 1, 1)[0] : 0;
    for (const writer of [tried[thread], plain[thread]]) {
      writer.clock = step * 10;
      if (ends) writer.event(step % 11 === 0 ? Kind.EXCEPTION : Kind.RETURN, step % 2, call);
      else writer.call(step % 2, calls.at(-1) ?? 0, [int(step), text("x".repeat(step % 97))]);
    }
    if (!ends) calls.push(tried[thread].calls);
    if (random(20) > 0) continue;
    for (const writer of [...tried, ...plain]) writer.publish();
    first.store.failure = random(3) === 0 ? null : new Error("database or disk is full");
    first.store.failsEarly = random(2) === 0;
    try {
      first.dumper.drain();
      first.dumper.store(random(2) * 50);
    } catch (error) {
      assert.match(String(error), /full/);
      failures++;
    }
    second.dumper.drain();
    if (random(4) === 0) second.dumper.store(50);
  }
  first.store.failure = null;
  dump(first.dumper);
  dump(second.dumper);
  assert.ok(failures > 300);
  assert.equal(first.store.rows.length, 20_000);
  assert.deepEqual(first.store.rows, second.store.rows);
  assert.deepEqual(sums(first.store), sums(second.store));
});
