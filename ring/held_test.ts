import assert from "node:assert/strict";
import { test } from "node:test";
import {
  HELD_FUNCTIONS,
  HELD_SLOT_FLOATS,
  HELD_SLOTS,
  HeldBit,
  HeldFunctions,
  ringBytes,
  Slot,
  SLOT_SHIFT,
} from "./mod.ts";

const [BLOCK, BLOCKS] = [32768, 2];

test("each way to hold a function back is set by itself, and any tells whether there is one", () => {
  const held = new HeldFunctions(new ArrayBuffer(ringBytes(BLOCK, BLOCKS)), BLOCK, BLOCKS);
  assert.equal(held.any, false);
  assert.equal(held.set(7, HeldBit.MUTED, true), true);
  assert.equal(held.set(7, HeldBit.MUTED, true), false);
  assert.equal(held.set(7, HeldBit.COUNTED, true), true);
  assert.deepEqual([held.has(7, HeldBit.MUTED), held.has(7, HeldBit.COUNTED), held.has(8, HeldBit.MUTED)], [
    true,
    true,
    false,
  ]);
  held.set(7, HeldBit.MUTED, false);
  assert.equal(held.any, true);
  held.set(7, HeldBit.COUNTED, false);
  assert.equal(held.any, false);
  assert.equal(held.set(HELD_FUNCTIONS, HeldBit.MUTED, true), false);
});

test("slots stay with their functions, another reader finds them, and where there are none the last one is shared", () => {
  const ring = new ArrayBuffer(ringBytes(BLOCK, BLOCKS));
  const held = new HeldFunctions(ring, BLOCK, BLOCKS);
  const start = ringBytes(BLOCK, BLOCKS) - HELD_FUNCTIONS * 4 - HELD_SLOTS * HELD_SLOT_FLOATS * 8;
  const words = new Int32Array(ring, start, HELD_FUNCTIONS);
  const slots = new Float64Array(ring, start + HELD_FUNCTIONS * 4);
  for (let fn = 0; fn < HELD_SLOTS + 5; fn++) held.set(fn, HeldBit.MUTED, true);
  for (const fn of [3, 4, HELD_SLOTS + 1, HELD_SLOTS + 2]) {
    slots[(words[fn] >> SLOT_SHIFT) * HELD_SLOT_FLOATS + Slot.MUTED] += fn;
  }
  slots[(words[5] >> SLOT_SHIFT) * HELD_SLOT_FLOATS + Slot.CALLS] = NaN;
  held.set(3, HeldBit.MUTED, false);
  held.set(3, HeldBit.COUNTED, true);
  for (const reader of [held, new HeldFunctions(ring, BLOCK, BLOCKS)]) {
    assert.equal(reader.any, true);
    const counted = [...reader.counts()].filter(({ muted, calls }) => muted + calls > 0);
    assert.deepEqual(counted.map(({ function: fn, muted }) => [fn, muted]), [[-1, 2 * HELD_SLOTS + 3], [3, 3], [4, 4]]);
  }
});
