import assert from "node:assert/strict";
import { test } from "node:test";
import {
  attachRing,
  Block,
  BLOCK_HEADER_BYTES,
  BlockFloat,
  createRing,
  Header,
  HEADER_BYTES,
  ringBytes,
  type RingReader,
  type RingWriter,
} from "./mod.ts";

const BLOCK = 32768;
const BLOCKS = 2;
/** Two records fill a block. */
const SIZE = 16000;

/** What a writer does, one store visible to the other side at a time; `publishes` after each record or only when a block is full. */
function* writerSteps(ring: RingWriter, records: number, publishes: boolean): Generator<void> {
  const { ints, floats, bytes } = ring;
  let number = 0;
  for (let record = 0; record < records; record++) {
    if (record % 2 === 0) {
      const old = (HEADER_BYTES + (number % BLOCKS) * BLOCK) >> 2;
      if (number > 0 && !publishes) ints[old + Block.PUBLISHED] = ints[old + Block.USED];
      number++;
      const start = HEADER_BYTES + (number % BLOCKS) * BLOCK;
      ints[(start >> 2) + Block.NUMBER] = 0;
      yield;
      ints[(start >> 2) + Block.USED] = 0;
      ints[(start >> 2) + Block.PUBLISHED] = 0;
      floats[(start >> 3) + BlockFloat.CALLS] = record;
      floats[(start >> 3) + BlockFloat.RECORDS] = record;
      yield;
      ints[(start >> 2) + Block.NUMBER] = number;
      yield;
      ints[Header.HEAD] = number;
      yield;
    }
    const start = HEADER_BYTES + (number % BLOCKS) * BLOCK;
    const from = start + BLOCK_HEADER_BYTES + (record % 2) * (SIZE + 2);
    bytes[from] = 0x80 | (SIZE & 0x7f);
    bytes[from + 1] = SIZE >> 7;
    bytes[from + 2] = record;
    yield;
    bytes[from + SIZE + 1] = record;
    ints[(start >> 2) + Block.USED] = ((record % 2) + 1) * (SIZE + 2);
    if (publishes) ints[(start >> 2) + Block.PUBLISHED] = ints[(start >> 2) + Block.USED];
    yield;
  }
}

const buffer = new ArrayBuffer(ringBytes(BLOCK, BLOCKS));

/** Makes the ring as new: its headers, and the bytes of records that are looked at. */
function clear(): void {
  const bytes = new Uint8Array(buffer);
  bytes.fill(0, 0, HEADER_BYTES);
  for (let block = 0; block < BLOCKS; block++) {
    const start = HEADER_BYTES + block * BLOCK;
    bytes.fill(0, start, start + BLOCK_HEADER_BYTES + 4);
    for (let record = 1; record <= 2; record++) {
      const end = start + BLOCK_HEADER_BYTES + record * (SIZE + 2);
      bytes.fill(0, end - 1, end + 4);
    }
  }
}

interface Taken {
  records: number[];
  lost: number;
}

/** Takes one chunk and checks that every record in it is whole and follows the one before, what was lost counted in. */
function take(reader: RingReader, everything: boolean, taken: Taken): boolean {
  const chunk = reader.take(everything);
  if (!chunk) return false;
  taken.lost += chunk.lost;
  for (let i = 0; i < chunk.records; i++) {
    const first: number = chunk.bytes[i * (SIZE + 2) + 2];
    assert.equal(chunk.bytes[(i + 1) * (SIZE + 2) - 1], first);
    assert.equal(first, taken.records.length + taken.lost);
    taken.records.push(first);
  }
  return true;
}

/**
 * Runs the reader once, with the writer going on by schedule[i] steps before the i-th look of the reader at the memory.
 * Returns how many looks there were.
 */
function run(schedule: number[], records: number, publishes: boolean): number {
  clear();
  const ring = createRing(buffer, { blockSize: BLOCK, blockCount: BLOCKS, pid: 1, tid: 1, clockNs: 0, wallMs: 0 });
  const steps = writerSteps(ring, records, publishes);
  const reader = attachRing(buffer);
  assert.ok(reader);
  const taken: Taken = { records: [], lost: 0 };
  const { load, compareExchange } = Atomics;
  const { set } = Uint8Array.prototype;
  let looks = 0;
  const advance = () => {
    for (let n = schedule[looks++] ?? 0; n > 0; n--) steps.next();
  };
  Atomics.load = ((array: Int32Array, index: number) => (advance(), load(array, index))) as typeof Atomics.load;
  Atomics.compareExchange = ((array: Int32Array, index: number, expected: number, value: number) => {
    advance();
    return compareExchange(array, index, expected, value);
  }) as typeof Atomics.compareExchange;
  // The copy is no single look: the writer may go on in the middle of it.
  Uint8Array.prototype.set = function (this: Uint8Array, source: ArrayLike<number>, offset = 0): void {
    const from = source as Uint8Array;
    advance();
    set.call(this, from.subarray(0, from.length >> 1), offset);
    advance();
    set.call(this, from.subarray(from.length >> 1), offset + (from.length >> 1));
  };
  try {
    for (let i = 0; i < 2; i++) take(reader, false, taken);
  } finally {
    Object.assign(Atomics, { load, compareExchange });
    Uint8Array.prototype.set = set;
  }
  while (!steps.next().done);
  while (take(reader, true, taken));
  assert.equal(taken.records.length + taken.lost, records);
  if (records <= 2 * BLOCKS) assert.equal(taken.lost, 0);
  assert.equal(taken.records.at(-1), records - 1);
  assert.equal(reader.damaged, 0);
  return looks;
}

/** Every way in which a reader's looks fall between a writer's steps, as long as at most `jumps` looks see the writer go on. */
function everySchedule(steps: number, jumps: number, visit: (schedule: number[]) => number): number {
  let runs = 0;
  const extend = (schedule: number[], left: number, jumpsLeft: number): void => {
    const looks = visit(schedule);
    runs++;
    if (jumpsLeft === 0) return;
    for (let at = schedule.length; at < looks; at++) {
      for (let n = 1; n <= left; n++) {
        extend([...schedule, ...Array<number>(at - schedule.length).fill(0), n], left - n, jumpsLeft - 1);
      }
    }
  };
  extend([], steps, jumps);
  return runs;
}

for (const publishes of [true, false]) {
  const when = publishes ? "each record" : "full blocks";
  test(`a reader is right however its steps and the writer's interleave, the writer publishing ${when}`, () => {
    // Two blocks on a ring of two, 16 steps; three blocks, 22 steps; four blocks, 30 steps.
    const runs = everySchedule(16, 3, (schedule) => run(schedule, 4, publishes)) +
      everySchedule(22, 3, (schedule) => run(schedule, 5, publishes)) +
      everySchedule(30, 2, (schedule) => run(schedule, 7, publishes));
    assert.equal(runs > 10_000, true);
  });
}
