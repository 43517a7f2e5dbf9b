import assert from "node:assert/strict";
import { test } from "node:test";
import {
  attachRing,
  Block,
  BLOCK_HEADER_BYTES,
  BlockFloat,
  type Chunk,
  Control,
  createRing,
  Header,
  HEADER_BYTES,
  HeaderFloat,
  openBlock,
  publish,
  ringBytes,
  type RingReader,
  type RingWriter,
  State,
  VERSION_VALUE,
} from "./mod.ts";

const BLOCK = 32768;
const BLOCKS = 4;

/** Writes records that are their own number, `size` bytes each. */
class NumberWriter {
  readonly buffer: ArrayBufferLike;
  readonly ring: RingWriter;
  written = 0;
  #at = 0;
  readonly #size: number;

  constructor(buffer: ArrayBufferLike, size = 1000) {
    this.buffer = buffer;
    this.#size = size;
    this.ring = createRing(buffer, { blockSize: BLOCK, blockCount: BLOCKS, pid: 7, tid: 3, clockNs: 5, wallMs: 6 });
  }

  #slot(): number {
    return (HEADER_BYTES + (this.ring.head % BLOCKS) * BLOCK) >> 2;
  }

  write(count: number): void {
    for (let i = 0; i < count; i++) {
      const start = this.#slot() << 2;
      if (this.ring.head === 0 || this.#at + this.#size + 2 > start + BLOCK) {
        this.#at = openBlock(this.ring, this.written * 10, this.written, this.written);
      }
      const { bytes, ints } = this.ring;
      bytes[this.#at] = 0x80 | (this.#size & 0x7f);
      bytes[this.#at + 1] = this.#size >> 7;
      new DataView(this.buffer).setUint32(this.#at + 2, this.written++);
      this.#at += this.#size + 2;
      ints[this.#slot() + Block.USED] = this.#at - (this.#slot() << 2) - BLOCK_HEADER_BYTES;
    }
  }
}

/** The numbers in a chunk's records. */
function numbers(chunk: Chunk): number[] {
  const view = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset);
  const found: number[] = [];
  for (let at = 0; at < chunk.length;) {
    found.push(view.getUint32(at + 2));
    at += 2 + (chunk.bytes[at] & 0x7f) + (chunk.bytes[at + 1] << 7);
  }
  assert.equal(found.length, chunk.records);
  return found;
}

function takeAll(reader: RingReader, everything: boolean): { taken: number[]; chunks: Chunk[] } {
  const chunks: Chunk[] = [];
  for (let chunk = reader.take(everything); chunk; chunk = reader.take(everything)) chunks.push(chunk);
  return { taken: chunks.flatMap(numbers), chunks };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

function pair(buffer: ArrayBufferLike = new SharedArrayBuffer(ringBytes(BLOCK, BLOCKS))): [NumberWriter, RingReader] {
  const writer = new NumberWriter(buffer);
  const reader = attachRing(buffer);
  assert.ok(reader);
  return [writer, reader];
}

test("a reader takes what is published, and the rest once it may take everything", () => {
  const [writer, reader] = pair();
  writer.write(5);
  publish(writer.ring);
  writer.write(3);
  assert.deepEqual(takeAll(reader, false).taken, range(0, 5));
  assert.deepEqual(takeAll(reader, false).taken, []);
  assert.deepEqual(takeAll(reader, true).taken, range(5, 8));
  assert.deepEqual(takeAll(reader, true).taken, []);
  writer.write(100);
  assert.deepEqual(takeAll(reader, true).taken, range(8, 108));
  assert.equal(reader.lost + reader.damaged, 0);
});

test("a reader works over plain memory as over shared memory", () => {
  const [writer, reader] = pair(new ArrayBuffer(ringBytes(BLOCK, BLOCKS)));
  writer.write(70);
  assert.deepEqual(takeAll(reader, true).taken, range(0, 70));
  assert.deepEqual([reader.pid, reader.tid, reader.clockNs, reader.wallMs], [7, 3, 5, 6]);
});

test("a chunk tells what its first record counts from", () => {
  const [writer, reader] = pair();
  writer.write(10);
  publish(writer.ring);
  const first = reader.take(false);
  writer.write(60);
  const { chunks } = takeAll(reader, true);
  assert.deepEqual([first?.opens, first?.time, first?.calls], [true, 0, 0]);
  assert.deepEqual(chunks.map((chunk) => chunk.opens), [false, true, true]);
  assert.deepEqual(chunks.slice(1).map((chunk) => [chunk.time, chunk.calls]), [[320, 32], [640, 64]]);
  assert.equal(chunks[1].bytes.length - chunks[1].length >= 16, true);
});

test("a reader that was lapped tells exactly how many records it lost, and where", () => {
  const [writer, reader] = pair();
  writer.write(40);
  assert.equal(takeAll(reader, true).taken.length, 40);
  writer.write(1000);
  const { taken, chunks } = takeAll(reader, true);
  assert.deepEqual(taken, range(taken[0], 1040));
  assert.equal(chunks[0].lost, taken[0] - 40);
  assert.equal(reader.lost, taken[0] - 40);
  assert.deepEqual(chunks.slice(1).map((chunk) => chunk.lost), chunks.slice(1).map(() => 0));
  assert.equal(taken.length > 64, true);
});

test("what a writer has not published is taken a little later, though it writes on", () => {
  const [writer, reader] = pair();
  writer.write(2);
  reader.look(100);
  assert.deepEqual(takeAll(reader, false).taken, []);
  writer.write(1);
  reader.look(101);
  assert.deepEqual(takeAll(reader, false).taken, []);
  reader.look(102);
  assert.deepEqual(takeAll(reader, false).taken, [0, 1]);
  writer.write(1);
  reader.look(104);
  assert.deepEqual(takeAll(reader, false).taken, [2]);
  writer.write(40);
  assert.deepEqual(takeAll(reader, false).taken, range(3, 32));
});

test("the control words reach the writer, and the writer's state the reader", () => {
  const [writer, reader] = pair();
  reader.control(Control.OFF);
  assert.equal(writer.ring.ints[Header.CONTROL], 0);
  reader.beat();
  assert.equal(writer.ring.ints[Header.READER], 1);
  Atomics.add(writer.ring.ints, Header.FLUSH, 1);
  assert.equal(reader.flush, 1);
  reader.drained = 1;
  assert.equal(writer.ring.ints[Header.DRAINED], 1);
  assert.equal(reader.closed, false);
  Atomics.store(writer.ring.ints, Header.STATE, State.CLOSED);
  assert.equal(reader.closed, true);
});

test("another reader goes on with the block in which the one before it has stopped", () => {
  const [writer, reader] = pair();
  writer.write(40);
  assert.equal(takeAll(reader, true).taken.length, 40);
  writer.write(30);
  for (const [stored, from] of [[40, 32], [64, 64], [31, 0], [70, 64]]) {
    const next = attachRing(writer.buffer)!;
    next.resume(stored);
    const { taken, chunks } = takeAll(next, true);
    assert.deepEqual(taken, range(from, 70));
    assert.deepEqual([chunks[0].first, chunks[0].opens, next.lost, next.damaged], [from, true, 0, 0]);
  }
});

test("another reader tells how many records were overwritten since the one before it has stopped", () => {
  const [writer] = pair();
  writer.write(1000);
  const next = attachRing(writer.buffer)!;
  next.resume(40);
  const { taken, chunks } = takeAll(next, true);
  assert.deepEqual(taken, range(taken[0], 1000));
  assert.deepEqual([next.lost, chunks[0].lost, chunks[0].first], [taken[0] - 40, taken[0] - 40, taken[0]]);
});

test("bytes that are no ring are refused", () => {
  assert.equal(attachRing(new ArrayBuffer(10)), null);
  assert.equal(attachRing(new ArrayBuffer(65536)), null);
  for (
    const [slot, value] of [
      [Header.MAGIC, 1],
      [Header.VERSION, VERSION_VALUE + 1],
      [Header.BLOCK_SIZE, 40000],
      [Header.BLOCK_SIZE, 64],
      [Header.BLOCK_SIZE, -2147483648],
      [Header.BLOCK_COUNT, 1],
      [Header.BLOCK_COUNT, 5],
      [Header.BLOCK_COUNT, -1],
    ]
  ) {
    const [writer] = pair();
    writer.ring.ints[slot] = value;
    assert.equal(attachRing(writer.buffer), null);
  }
});

test("a length that makes no sense costs the rest of its block, counted", () => {
  const [writer, reader] = pair();
  writer.write(32);
  // The eleventh record of the first block.
  writer.ring.bytes[HEADER_BYTES + BLOCK + BLOCK_HEADER_BYTES + 10 * 1002] = 0;
  writer.write(20);
  const { taken, chunks } = takeAll(reader, true);
  assert.deepEqual(taken, [...range(0, 10), ...range(32, 52)]);
  assert.equal(chunks[1].lost, 22);
  assert.deepEqual([reader.lost, reader.damaged], [22, 1]);
});

test("positions and counts that make no sense are passed over, and what follows is still taken", () => {
  const cases: ((writer: RingWriter) => void)[] = [
    (ring) => ring.ints[(HEADER_BYTES + BLOCK >> 2) + Block.PUBLISHED] = 1 << 30,
    (ring) => ring.ints[(HEADER_BYTES + BLOCK >> 2) + Block.PUBLISHED] = -1,
    (ring) => ring.ints[(HEADER_BYTES + BLOCK >> 2) + Block.NUMBER] = 99,
    (ring) => ring.floats[(HEADER_BYTES + BLOCK >> 3) + BlockFloat.TIME] = NaN,
    (ring) => ring.floats[(HEADER_BYTES + BLOCK >> 3) + BlockFloat.CALLS] = -1,
  ];
  for (const scribble of cases) {
    const [writer, reader] = pair();
    writer.write(40);
    scribble(writer.ring);
    assert.deepEqual(takeAll(reader, true).taken, range(32, 40));
    assert.equal(reader.lost, 32);
  }
});

test("a position of the writer that somebody wrote over is got over", () => {
  for (const head of [-5, 0, 1, 1_000_000_000, 0x7fffffff]) {
    const [writer, reader] = pair();
    writer.write(70);
    assert.equal(takeAll(reader, true).taken.length, 70);
    Atomics.store(writer.ring.ints, Header.HEAD, head);
    assert.deepEqual(takeAll(reader, true).taken, []);
    writer.write(70);
    const { taken } = takeAll(reader, true);
    assert.equal(taken.at(-1), 139);
    assert.equal(new Set(taken).size, taken.length);
    assert.equal(reader.damaged > 0, true);
    assert.equal(taken[0] >= 70, true);
  }
});

test("no bytes make a reader throw or go on for ever", () => {
  let seed = 12345;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 4294967296) * below);
  };
  const interesting = [0, 1, -1, 2, 127, 128, 0x7fffffff, -0x80000000, BLOCK, BLOCK - 64];
  for (let round = 0; round < 150; round++) {
    const [writer, reader] = pair();
    for (let step = 0; step < 20; step++) {
      writer.write(random(60));
      for (let n = random(6); n > 0; n--) {
        const block = (HEADER_BYTES + random(BLOCKS) * BLOCK) >> 2;
        const slot = random(3) === 0 ? Header.HEAD : block + random(20);
        writer.ring.ints[slot] = random(2) === 0 ? interesting[random(interesting.length)] : random(1 << 30) * 4;
      }
      let chunks = 0;
      while (reader.take(random(2) === 0) && chunks < 1000) chunks++;
      assert.equal(chunks < 1000, true);
      reader.look(step);
    }
  }
});

test("a writer that wants ticks is told its own clock's time, by the clock that both can read", () => {
  const layout = { blockSize: BLOCK, blockCount: BLOCKS, pid: 7, tid: 3, clockNs: 500, wallMs: 6000 };
  const ticked = (monotonicNs: number, tick: [monotonicNs: number, wallMs: number]): number => {
    const buffer = new SharedArrayBuffer(ringBytes(BLOCK, BLOCKS));
    const { floats } = createRing(buffer, { ...layout, monotonicNs, ticks: true });
    const reader = attachRing(buffer);
    assert.ok(reader?.ticks);
    reader.tick(...tick);
    return floats[HeaderFloat.TICK_NS];
  };
  assert.equal(ticked(9000, [9250, 0]), 750);
  assert.equal(ticked(0, [9250, 6001]), 1_000_500);
  assert.equal(ticked(9000, [0, 6001]), 1_000_500);
  const exact = new SharedArrayBuffer(ringBytes(BLOCK, BLOCKS));
  createRing(exact, layout);
  assert.equal(attachRing(exact)?.ticks, false);
});
