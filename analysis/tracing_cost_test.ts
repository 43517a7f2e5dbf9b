import assert from "node:assert/strict";
import { test } from "node:test";
import { openWriter } from "../store/mod.ts";
import { rowStatistics } from "./row_statistics.ts";
import type { Statistic } from "./stats.ts";
import { withRecording } from "./testing.ts";
import { tracingCost, withoutTracing } from "./tracing_cost.ts";

/** `main` calls `step` ten times; each call of it takes 100 ns, and so does `main` between them. */
function statistics(): Record<string, Statistic> {
  return withRecording((r) => {
    const main = r.call("main");
    for (let i = 0; i < 10; i++) r.end(r.call("step"));
    r.end(main);
  }, (reader) => Object.fromEntries(rowStatistics(reader).read("function").rows.map((row) => [row.name, row])));
}

test("each record takes its cost off the time of the function that it ended, and of those that called it", () => {
  const { main, step } = statistics();
  assert.deepEqual([main.total, main.self, step.total], [2100, 1100, 1000]);
  const [less, lessStep] = [withoutTracing(main, 60), withoutTracing(step, 60)];
  // 21 records until `main` ended, 11 of them while it was on top of the stack.
  assert.deepEqual([less.total, less.self, less.average], [2100 - 21 * 60, 1100 - 11 * 60, 840]);
  assert.deepEqual([lessStep.total, lessStep.self, lessStep.average, lessStep.min], [400, 400, 40, 40]);
});

test("no time is less than nothing", () => {
  for (const row of Object.values(statistics())) {
    const { total, self, running, average, median, p99, min, max } = withoutTracing(row, 5000);
    assert.deepEqual([total, self, running, average, median, p99, min, max], [0, 0, 0, 0, 0, 0, 0, 0]);
  }
  const group = { ...statistics().main, total: NaN, running: NaN };
  assert.deepEqual([withoutTracing(group, 60).total, withoutTracing(group, 60).self], [NaN, 440]);
});

/** The cost that is found where processes say what a record costs them, and their shortest calls are these. */
function costOf(...processes: [recordNs: number | undefined, shortest: number][]): number {
  return withRecording((r) => r.end(r.call("f")), (reader, path) => {
    const writer = openWriter(path);
    const sums = { calls: 1, returns: 1, exceptions: 0, beginsLost: 0, endsLost: 0, duration: 0, running: 0 };
    const rest = { self: 0, waiting: 0, ownRecords: 1, runningRecords: 1, caller: 0, function: 1 };
    const counters = processes.map(([recordNs, shortest], i) => {
      const process = writer.addProcess({ pid: 500 + i, parentPid: 1, runtime: "bun", command: "x", recordNs });
      return { ...sums, ...rest, process, shortest, longest: shortest };
    });
    writer.transaction(() => writer.addStatistics({ counters, durations: [] }));
    writer.close();
    return tracingCost(reader);
  });
}

test("a record costs no more than was measured, and no more than the shortest call took", () => {
  assert.equal(costOf([80, 5_000_000]), 80);
  assert.equal(costOf([900, 45]), 45);
  assert.equal(costOf([900, 45], [30, 700]), 30);
});

test("where a process does not say what a record costs it, nothing is taken off", () => {
  assert.equal(costOf([undefined, 45]), 0);
  assert.equal(costOf([80, 90], [undefined, 45]), 0);
  assert.equal(costOf(), 0);
});
