import assert from "node:assert/strict";
import { test } from "node:test";
import { CHUNK_ROWS, RowSet } from "./row_set.ts";

/** Small numbers, always the same. */
function scattered(seed: number): (limit: number) => number {
  return (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
}

/** Members from all over four chunks, and the set that holds them. */
function example(seed: number, every: number): { members: number[]; set: RowSet } {
  const below = scattered(seed);
  const set = new RowSet();
  const members: number[] = [];
  // Not in order: chunks come as they are looked at.
  for (const chunk of [2, 3, 0, 1]) {
    const from = chunk * CHUNK_ROWS + (chunk === 0 ? 1 : 0);
    const ids: number[] = [];
    for (let id = from; id < (chunk + 1) * CHUNK_ROWS; id++) if (below(every) === 0) ids.push(id);
    if (chunk === 1) ids.length = 0;
    set.set(from, (chunk + 1) * CHUNK_ROWS, ids);
    members.push(...ids);
  }
  return { members: members.sort((a, b) => a - b), set };
}

test("a set finds its members as a list does", () => {
  for (const every of [1, 3, 500, 40_000]) {
    const { members, set } = example(every, every);
    const below = scattered(7);
    for (let i = 0; i < 200; i++) {
      const id = 1 + below(4 * CHUNK_ROWS + 10);
      const to = id + below(3 * CHUNK_ROWS);
      const rest = members.filter((member) => member >= id);
      assert.equal(set.next(id), rest[0]);
      assert.equal(set.previous(id), members.filter((member) => member < id).at(-1));
      assert.equal(set.count(id, to), rest.filter((member) => member < to).length);
      assert.equal(set.has(id), rest[0] === id);
      const index = below(rest.length + 2);
      assert.equal(set.at(id, index), rest[index]);
    }
    assert.equal(set.count(0, Infinity), members.length);
  }
});

test("a widened set has the rows around its members", () => {
  for (const every of [5, 300, 9000]) {
    const { members, set } = example(every, every);
    for (const rows of [1, 2, 31]) {
      const wide = set.widened(rows);
      const expected = new Set(members.flatMap((id) => Array.from({ length: 2 * rows + 1 }, (_, i) => id - rows + i)));
      const ids = [...expected].filter((id) => id >= 0).sort((a, b) => a - b);
      assert.equal(wide.count(0, Infinity), ids.length);
      assert.ok(ids.every((id) => wide.has(id)));
      assert.equal(wide.next(ids[ids.length >> 1]), ids[ids.length >> 1]);
      assert.equal(wide.known(0, Infinity), set.known(0, Infinity));
    }
  }
});

test("what is in two sets is counted", () => {
  const [one, two] = [example(3, 3), example(4, 4)];
  const both = one.members.filter((id) => two.set.has(id));
  assert.equal(one.set.count(0, Infinity, two.set), both.length);
  assert.equal(one.set.count(100, 40_000, two.set), both.filter((id) => id >= 100 && id < 40_000).length);
});

test("it knows what it does not know", () => {
  const set = new RowSet();
  assert.equal(set.unknown(1, 10), 1);
  set.set(5, 100, [7]);
  assert.deepEqual([set.unknown(1, 10), set.unknown(5, 100), set.unknown(5, 101)], [1, undefined, 100]);
  assert.deepEqual([set.unknownBefore(100, 5), set.unknownBefore(100, 1), set.unknownBefore(110, 5)], [
    undefined,
    4,
    109,
  ]);
  assert.deepEqual([set.isKnown(4), set.isKnown(5), set.isKnown(99), set.isKnown(100)], [false, true, true, false]);
  set.set(CHUNK_ROWS, CHUNK_ROWS + 5, []);
  assert.deepEqual([set.known(0, 50), set.known(0, Infinity)], [45, 100]);
  assert.equal(set.unknown(50, CHUNK_ROWS + 3), 100);
});

test("a chunk grows with the rows that come", () => {
  const set = new RowSet();
  set.set(1, 10, [3]);
  set.set(10, 20, [10, 19]);
  assert.deepEqual([set.count(0, 100), set.unknown(1, 20), set.unknown(1, 21)], [3, undefined, 20]);
});

test("an empty set has nothing", () => {
  const set = new RowSet();
  assert.deepEqual([set.next(0), set.previous(9), set.at(0, 0), set.count(0, 9), set.has(3)], [
    undefined,
    undefined,
    undefined,
    0,
    false,
  ]);
});
