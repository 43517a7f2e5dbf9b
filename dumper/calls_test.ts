import assert from "node:assert/strict";
import { test } from "node:test";
import { OpenCalls } from "./calls.ts";

test("open calls are found by id, whatever the order in which they end", () => {
  let seed = 1;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 4294967296;
  const calls = new OpenCalls();
  const expected = new Map<number, number>();
  for (let step = 0, id = 4294967290; step < 4000; step++) {
    if (random() < 0.55) {
      calls.open(++id, step + 1, step * 2, step & 7, step);
      expected.set(id, step + 1);
    } else if (expected.size > 0) {
      const ids = [...expected.keys()];
      const ended = ids[Math.floor(random() * Math.min(ids.length, 50))];
      calls.close(calls.find(ended));
      expected.delete(ended);
      assert.equal(calls.find(ended), -1);
    }
  }
  assert.equal(calls.size, expected.size);
  for (const [id, row] of expected) {
    const slot = calls.find(id);
    assert.deepEqual([calls.rows[slot], calls.times[slot], calls.depths[slot], calls.functions[slot]], [
      row,
      (row - 1) * 2,
      (row - 1) & 7,
      row - 1,
    ]);
  }
});

test("calls that never end are forgotten, the oldest first", () => {
  const calls = new OpenCalls(1000);
  for (let id = 1; id <= 100_000; id++) calls.open(id, id, 0, 0, 0);
  assert.equal(calls.size <= 2048, true);
  assert.equal(calls.find(1), -1);
  assert.equal(calls.rows[calls.find(99_999)], 99_999);
});

test("calls that were closed since a mark are opened again, those that began since stay open", () => {
  const calls = new OpenCalls();
  for (let id = 1; id <= 100; id++) calls.open(id, id * 10, id, id % 7, 0);
  calls.mark(100);
  for (let id = 50; id <= 100; id++) calls.close(calls.find(id));
  calls.open(101, 1010, 5, 3, 0);
  calls.close(calls.open(102, 1020, 6, 4, 0));
  calls.rewind();
  assert.equal(calls.size, 101);
  for (let id = 1; id <= 101; id++) assert.equal(calls.rows[calls.find(id)], id * 10);
  calls.mark(102);
  calls.rewind();
  assert.equal(calls.size, 101);
});

test("open calls that were saved are opened again, the newest of them", () => {
  const calls = new OpenCalls();
  for (let id = 1; id <= 500; id++) calls.open(id, id * 10, id * 100, id % 7, id % 11);
  calls.close(calls.find(499));
  const saved = calls.save(100, () => -1);
  const loaded = new OpenCalls();
  loaded.load(saved, () => {});
  assert.equal(loaded.size, 100);
  assert.deepEqual([loaded.find(399), loaded.find(499)], [-1, -1]);
  const slot = loaded.find(401);
  const { rows, times, depths, functions } = loaded;
  assert.deepEqual([rows[slot], times[slot], depths[slot], functions[slot]], [4010, 40100, 401 % 7, 401 % 11]);
});

test("what was saved may be any bytes", () => {
  const loaded = new OpenCalls();
  loaded.load(new Uint8Array(83).fill(255), () => {});
  assert.equal(loaded.size <= 2, true);
});
