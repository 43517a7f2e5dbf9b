import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import {
  attachRing,
  HELD_BYTES,
  HELD_FUNCTIONS,
  HELD_SLOT_FLOATS,
  HeldBit,
  type RingReader,
  Slot,
} from "../ring/mod.ts";
import { HotFunctions } from "./hot.ts";
import { Rates } from "./rates.ts";
import { TestWriter } from "./test_writer.ts";
import { HeldFunctions } from "../ring/mod.ts";

/** A thread whose functions 0 to 2 may be held back above 1000 calls a second. */
function setUp() {
  const writer = new TestWriter({ blockCount: 64 });
  const reader = attachRing(writer.buffer) as RingReader;
  const held = new HeldFunctions(writer.buffer, reader.blockSize, reader.blockCount);
  const watched = new HotFunctions(1000, held, (fn) => fn < 3);
  const rates = new Rates();
  const decide = (now: number) => {
    const seconds = rates.ended(now);
    if (seconds === undefined) return [];
    const changes = watched.decide(seconds, rates);
    rates.next(now);
    return changes;
  };
  const hot = { decide, soFar: () => watched.soFar() };
  const calls = (fn: number, count: number): void => {
    for (let i = 0; i < count; i++) writer.event(Kind.RETURN, fn, writer.call(fn, 0));
    writer.publish();
    for (let chunk = reader.take(true); chunk; chunk = reader.take(true)) rates.take(chunk);
  };
  const slots = new Float64Array(writer.buffer, writer.buffer.byteLength - HELD_BYTES + HELD_FUNCTIONS * 4);
  const counted = (fields: Partial<Record<keyof typeof Slot, number>>): void => {
    for (const [name, value] of Object.entries(fields)) {
      slots[HELD_SLOT_FLOATS + Slot[name as keyof typeof Slot]] = value;
    }
  };
  return { hot, held, calls, counted };
}

test("a function is held back when it is called more often than the limit says, and no other", () => {
  const { hot, held, calls } = setUp();
  hot.decide(0);
  calls(0, 50);
  calls(1, 2000);
  calls(7, 2000);
  assert.deepEqual(hot.decide(50), []);
  assert.deepEqual(hot.decide(100), [{ function: 1 }]);
  assert.deepEqual([0, 1, 7].map((fn) => held.has(fn, HeldBit.COUNTED)), [false, true, false]);
  calls(0, 99);
  assert.deepEqual(hot.decide(200), []);
});

test("it is recorded again when it has been called seldom for a while, and tells what was counted", () => {
  const { hot, held, calls, counted } = setUp();
  hot.decide(0);
  calls(1, 200);
  assert.equal(hot.decide(100).length, 1);
  for (let window = 1; window <= 20; window++) {
    counted({ CALLS: window * 100, KEPT: window, SAMPLED: 1 });
    assert.deepEqual(hot.decide(100 + window * 100), []);
  }
  for (let window = 1; window < 10; window++) assert.deepEqual(hot.decide(2100 + window * 100), []);
  assert.ok(held.has(1, HeldBit.COUNTED));
  assert.deepEqual(hot.decide(3100), [{ function: 1, counted: { calls: 2001, kept: 21 } }]);
  assert.ok(!held.any);
  calls(1, 200);
  assert.equal(hot.decide(3200).length, 1);
  counted({ CALLS: 2500, SAMPLED: 2, KEPT: 21 });
  assert.deepEqual(hot.soFar(), [{ function: 1, counted: { calls: 501, kept: 2 } }]);
  assert.deepEqual(hot.soFar(), []);
});
