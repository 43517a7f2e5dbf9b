import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import {
  attachRing,
  HELD_BYTES,
  HELD_FUNCTIONS,
  HELD_SLOT_FLOATS,
  HeldBit,
  HeldFunctions,
  type RingReader,
  Slot,
  SLOT_SHIFT,
} from "../ring/mod.ts";
import { type BudgetChange, SlowdownBudget } from "./budget.ts";
import { Rates } from "./rates.ts";
import { TestWriter } from "./test_writer.ts";

/** A record costs 250 ns of probes and 250 of what stores it; functions from 10 on may not be measured, 20 is a module. */
function setUp(slowdown = 0.5) {
  const writer = new TestWriter({ blockCount: 64 });
  const reader = attachRing(writer.buffer) as RingReader;
  const held = new HeldFunctions(writer.buffer, reader.blockSize, reader.blockCount);
  const terms = { slowdown, recordNs: 125, processors: 8 };
  const budget = new SlowdownBudget({ ...terms, mayMeasure: (fn) => fn < 10, mayHold: (fn) => fn < 20 }, held);
  const rates = new Rates();
  const words = new Int32Array(writer.buffer, writer.buffer.byteLength - HELD_BYTES, HELD_FUNCTIONS);
  const slots = new Float64Array(writer.buffer, writer.buffer.byteLength - HELD_BYTES + HELD_FUNCTIONS * 4);
  /** A tenth of a second passes, with so many calls of functions, recorded or counted as they are held back. */
  const window = (calls: Record<number, number>, { bytes = 20, waited = 0 } = {}): BudgetChange => {
    for (const [fn, count] of Object.entries(calls)) {
      const slot = (words[Number(fn)] >> SLOT_SHIFT) * HELD_SLOT_FLOATS;
      if (slot > 0) {
        slots[slot + (held.has(Number(fn), HeldBit.TALLIED) ? Slot.MUTED : Slot.CALLS)] += count;
      } else {
        rates.functions.set(Number(fn), { calls: count, records: 2 * count, bytes: 2 * count * bytes });
      }
    }
    const change = budget.decide(0.1, rates, waited);
    rates.next(0);
    return change;
  };
  const bits = (...functions: number[]): string[] =>
    functions.map((fn) =>
      held.has(fn, HeldBit.TALLIED) ? "tallied" : held.has(fn, HeldBit.MEASURED) ? "measured" : "recorded"
    );
  return { budget, window, bits, held };
}

test("what fits the budget is recorded", () => {
  const { window, bits, budget } = setUp();
  // 33 ms of a tenth of a second may be spent; 30 000 calls take 30.
  assert.deepEqual(window({ 1: 30_000 }), { functions: [] });
  assert.deepEqual([bits(1), budget.detail], [["recorded"], 0]);
});

test("values get shallower first, by one step in a window", () => {
  const { window, bits } = setUp();
  const change = window({ 1: 9000 }, { bytes: 80 });
  assert.deepEqual([change, bits(1)], [{ functions: [], detail: 1 }, ["recorded"]]);
  assert.equal(window({ 1: 9000 }, { bytes: 80 }).detail, 2);
});

test("then the dearest functions are measured where that is enough, else only counted, and others stay", () => {
  const { window, bits } = setUp();
  assert.deepEqual(window({ 1: 30_000, 2: 5000, 3: 10 }).functions, [{ function: 1, isTallied: false }]);
  assert.deepEqual(bits(1, 2, 3), ["measured", "recorded", "recorded"]);
  const more = setUp();
  more.window({ 1: 300_000, 2: 5000, 3: 10 });
  assert.deepEqual(more.bits(1, 2, 3), ["tallied", "recorded", "recorded"]);
});

test("a function that can be suspended is never measured, a module is never held back", () => {
  const { window, bits } = setUp();
  window({ 10: 34_000, 20: 34_000 });
  assert.deepEqual(bits(10, 20), ["tallied", "recorded"]);
});

test("a measured function is only counted when measuring is too much", () => {
  const { window, bits } = setUp();
  window({ 1: 36_000 });
  assert.deepEqual(bits(1), ["measured"]);
  window({ 1: 300_000 });
  assert.deepEqual(bits(1), ["tallied"]);
});

test("the time that the thread waits for a processor is nothing that tracing may have a share of", () => {
  const { window, bits } = setUp();
  window({ 1: 30_000 }, { waited: 50e6 });
  assert.notDeepEqual(bits(1), ["recorded"]);
});

test("a larger budget allows more", () => {
  const { window, bits } = setUp(3);
  window({ 1: 70_000 });
  assert.deepEqual(bits(1), ["recorded"]);
});

test("what was held back comes back when it fits again for a while, and tells what was counted", () => {
  const { window, bits } = setUp();
  window({ 1: 300_000 });
  for (let i = 0; i < 5; i++) assert.deepEqual(window({ 1: 100_000 }).functions, []);
  const changes = Array.from({ length: 40 }, () => window({ 1: 100 }).functions).flat();
  assert.deepEqual(bits(1), ["recorded"]);
  assert.equal(changes.filter(({ counted }) => counted).length, 1);
  const { counted } = changes.at(-1)!;
  assert.ok(counted !== undefined && counted.calls > 500_000 && counted.kept === 0, JSON.stringify(counted));
});

test("what would not fit stays held back however long the load lasts", () => {
  const { window, bits } = setUp();
  window({ 1: 300_000, 2: 5000 });
  for (let i = 0; i < 100; i++) assert.deepEqual(window({ 1: 300_000, 2: 5000 }), { functions: [] }, `window ${i}`);
  assert.deepEqual(bits(1, 2), ["tallied", "recorded"]);
});

test("values come back when they fit, and later when they had to go again soon", () => {
  const { window, budget } = setUp();
  const windowsUntilBack = (): number => {
    for (let i = 1; i < 1000; i++) if (window({ 1: 100 }, { bytes: 22 }).detail === 0) return i;
    return Infinity;
  };
  window({ 1: 9000 }, { bytes: 80 });
  assert.equal(budget.detail, 1);
  const first = windowsUntilBack();
  window({ 1: 9000 }, { bytes: 80 });
  const second = windowsUntilBack();
  assert.ok(first >= 10 && second >= 2 * first - 2 && second < 1000, `${first}, ${second}`);
});

test("at the end it is told what was counted of those that still are held back, once", () => {
  const { window, budget } = setUp();
  window({ 1: 300_000 });
  window({ 1: 1000 });
  assert.deepEqual(budget.soFar(), [{ function: 1, counted: { calls: 1000, kept: 0 } }]);
  assert.deepEqual(budget.soFar(), []);
});

test("of what comes it is known how many calls a function has, how many bytes, and how quick a record is", () => {
  const writer = new TestWriter({ blockCount: 64 });
  const reader = attachRing(writer.buffer) as RingReader;
  const rates = new Rates();
  for (let i = 0; i < 10; i++) writer.event(Kind.RETURN, 3, writer.call(3, 0));
  writer.publish();
  for (let chunk = reader.take(true); chunk; chunk = reader.take(true)) rates.take(chunk);
  const { calls, records, bytes } = rates.functions.get(3)!;
  assert.deepEqual([calls, records], [10, 20]);
  assert.ok(bytes > 20 * 5 && Number.isFinite(rates.shortest), `${bytes} bytes, ${rates.shortest} ns`);
  assert.equal(rates.ended(1000), undefined);
  assert.equal(rates.ended(1100), 0.1);
});
