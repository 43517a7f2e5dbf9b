/**
 * The reading side of a ring: the single consumer that copies records out of it.
 *
 * Nothing in here waits, throws or loops without a bound, whatever the bytes are: a program may scribble
 * on its own ring. What makes no sense is left out and counted, in `damaged` and in `lost`.
 *
 * @module
 */
import {
  Block,
  BLOCK_HEADER_BYTES,
  BlockFloat,
  Header,
  HEADER_BYTES,
  HeaderFloat,
  LENGTH_BYTES,
  MAGIC_VALUE,
  State,
  VERSION_VALUE,
} from "./layout.ts";
import { ringBytes } from "./writer.ts";

/** Zero bytes behind the records of a chunk, so that a decoder may look at a whole varint without checking. */
export const CHUNK_PADDING = 16;
/** What was written so long ago (ms) is visible as a whole, though it was not published. */
export const SETTLE_MS = 2;

/** So many buffers that are free again are kept for chunks to come. */
const MAX_FREE = 8;

/** A larger ring has offsets that are no 32-bit integers. */
const MAX_RING_BYTES = 0x7fffffff;

/** Records copied out of one block, in the order they were written. */
export interface Chunk {
  /** Whole records, each behind its length, then at least `CHUNK_PADDING` bytes of zeros. */
  bytes: Uint8Array;
  /** Bytes of records. */
  length: number;
  /** How many records. */
  records: number;
  /** Whether its first record is the first of a block: then `time` and `calls` hold, else it goes on from the chunk before. */
  opens: boolean;
  /** The writer's clock (ns) that the first record counts from. */
  time: number;
  /** How many calls of the thread began before the first record. */
  calls: number;
  /** How many records the thread wrote before the first one. */
  first: number;
  /** How many records were lost between the chunk before and this one. */
  lost: number;
}

/** Whether a number out of a ring can be a count. */
function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Takes the records out of one ring. Make it with `attachRing`. */
export class RingReader {
  readonly ints: Int32Array;
  readonly pid: number;
  readonly tid: number;
  /** The writer's clock (ns) and the wall clock (ms since 1970) at one moment. */
  readonly clockNs: number;
  readonly wallMs: number;
  /** The machine's monotonic clock (ns) at the same moment; 0 where the writer could not read it. */
  readonly monotonicNs: number;
  /** Whether the writer takes its times from `tick`. */
  readonly ticks: boolean;
  readonly blockSize: number;
  readonly blockCount: number;
  /** Records known to be lost so far: overwritten before they were taken, or unreadable. */
  lost = 0;
  /** How often something in the ring made no sense. */
  damaged = 0;

  readonly #bytes: Uint8Array;
  /** Buffers for the largest of chunks: garbage of this size piles up faster than it is collected. */
  readonly #free: ArrayBuffer[] = [];
  readonly #floats: Float64Array;
  /** The block to read next, and how many bytes of it have been taken. */
  #next = 1;
  #taken = 0;
  /** How many records the writer had written before the next one to be taken. */
  #expected = 0;
  /** Lost records that no chunk has told of yet. */
  #gap = 0;
  /** The block whose damage has been counted, so that it counts once. */
  #damagedBlock = 0;
  /** How far the writer was at the newest look, and at the one before: the block and the bytes used of it. */
  #seenHead = 0;
  #seenUsed = 0;
  #seenAt = -Infinity;
  #settledHead = 0;
  #settledUsed = 0;

  constructor(buffer: ArrayBufferLike, blockSize: number, blockCount: number) {
    this.#bytes = new Uint8Array(buffer);
    this.ints = new Int32Array(buffer, 0, buffer.byteLength >> 2);
    this.#floats = new Float64Array(buffer, 0, buffer.byteLength >> 3);
    this.blockSize = blockSize;
    this.blockCount = blockCount;
    this.pid = this.ints[Header.PID];
    this.tid = this.ints[Header.TID];
    this.clockNs = this.#floats[HeaderFloat.CLOCK_NS];
    this.wallMs = this.#floats[HeaderFloat.WALL_MS];
    this.monotonicNs = this.#floats[HeaderFloat.MONOTONIC_NS];
    this.ticks = this.ints[Header.TICKS] === 1;
  }

  /** Whether the writer has said that it writes no more. */
  get closed(): boolean {
    return Atomics.load(this.ints, Header.STATE) === State.CLOSED;
  }

  /** The number of the newest request to take and store everything; `drained` answers it. */
  get flush(): number {
    return Atomics.load(this.ints, Header.FLUSH);
  }

  /** The request that was answered last. */
  get drained(): number {
    return Atomics.load(this.ints, Header.DRAINED);
  }

  set drained(flush: number) {
    Atomics.store(this.ints, Header.DRAINED, flush);
  }

  /** Tells the writer that its reader lives. */
  beat(): void {
    Atomics.add(this.ints, Header.READER, 1);
  }

  /**
   * Tells the writer what its own clock shows now, by the machine's monotonic clock (ns), or, where one of the two cannot
   * read that (0), by the wall clock (ms since 1970).
   */
  tick(monotonicNs: number, wallMs: number): void {
    const since = monotonicNs > 0 && this.monotonicNs > 0
      ? monotonicNs - this.monotonicNs
      : (wallMs - this.wallMs) * 1e6;
    this.#floats[HeaderFloat.TICK_NS] = this.clockNs + since;
  }

  /**
   * Goes on where another reader has stopped: with the block in which it took `taken` records of all that the thread
   * wrote, from that block's first record on.
   */
  resume(taken: number): void {
    const head = Atomics.load(this.ints, Header.HEAD);
    for (let number = head; number > 0 && number > head - this.blockCount; number--) {
      const slot = this.#slot(number);
      if (Atomics.load(this.ints, slot + Block.NUMBER) !== number) break;
      const before = this.#floats[(slot >> 1) + BlockFloat.RECORDS];
      if (!isCount(before) || before > taken) continue;
      this.#goTo(number);
      this.#expected = before;
      return;
    }
    this.#expected = taken;
  }

  /** Tells the program how much less of values to show than was asked for, up to `SHALLOWEST`. */
  detail(less: number): void {
    Atomics.store(this.ints, Header.DETAIL, less);
  }

  /** Tells the program what to record: one of `Control`. */
  control(value: number): void {
    Atomics.store(this.ints, Header.CONTROL, value);
  }

  /**
   * Looks how far the writer is: `SETTLE_MS` later all up to there can be taken, published or not.
   * `now` is a clock in milliseconds. Call it once a round.
   */
  look(now: number): void {
    if (now - this.#seenAt < SETTLE_MS) return;
    this.#settledHead = this.#seenHead;
    this.#settledUsed = this.#seenUsed;
    this.#seenHead = Atomics.load(this.ints, Header.HEAD);
    this.#seenUsed = this.#seenHead < 1 ? 0 : Atomics.load(this.ints, this.#slot(this.#seenHead) + Block.USED);
    this.#seenAt = now;
  }

  /**
   * Copies the next records out, at most those of one block; null where there are none.
   *
   * @param everything whether to take what the writer has just written and not published, too. Only where it has asked
   * for a flush (read `flush` first), has closed the ring or is dead: else it may not be visible as a whole yet.
   */
  take(everything: boolean): Chunk | null {
    const { ints, blockSize, blockCount } = this;
    // Each turn either returns or goes on by a block, and no more than blockCount blocks can be readable.
    for (let turn = 0; turn <= blockCount; turn++) {
      const head = Atomics.load(ints, Header.HEAD);
      if (this.#next > head) {
        if (this.#next === head + 1 || !this.#resume(head)) return null;
        continue;
      }
      if (this.#next <= head - blockCount) this.#goTo(head - blockCount + 1);
      const number = this.#next;
      const slot = this.#slot(number);
      if (Atomics.load(ints, slot + Block.NUMBER) !== number) {
        this.#goTo(number + 1);
        continue;
      }
      // A block is published as a whole before the next one opens, and HEAD was read before PUBLISHED.
      const complete = head > number;
      let end = Atomics.load(ints, slot + Block.PUBLISHED);
      if (!complete) {
        if (everything) end = Math.max(end, Atomics.load(ints, slot + Block.USED));
        else if (number === this.#settledHead) end = Math.max(end, this.#settledUsed);
      }
      if (end < 0 || end > blockSize - BLOCK_HEADER_BYTES) {
        this.#damage();
        if (!complete) return null;
        this.#goTo(number + 1);
        continue;
      }
      if (end <= this.#taken) {
        if (!complete) return null;
        this.#goTo(number + 1);
        continue;
      }
      const chunk = this.#copy(number, slot, end);
      if (complete || chunk === null) this.#goTo(number + 1);
      if (chunk !== null && chunk.records > 0) return chunk;
    }
    return null;
  }

  /** A buffer of this length, of whatever content, for a chunk of this ring. */
  buffer(length: number): Uint8Array<ArrayBuffer> {
    if (length * 2 < this.blockSize) return new Uint8Array(length);
    return new Uint8Array(this.#free.pop() ?? new ArrayBuffer(this.blockSize + CHUNK_PADDING), 0, length);
  }

  /** Takes back a buffer that nobody looks at any more. */
  recycle({ buffer }: Uint8Array): void {
    const isLargest = buffer instanceof ArrayBuffer && buffer.byteLength === this.blockSize + CHUNK_PADDING;
    if (isLargest && this.#free.length < MAX_FREE) this.#free.push(buffer);
  }

  /** Copies a block's bytes from `#taken` to `end`; null where it was overwritten meanwhile. */
  #copy(number: number, slot: number, end: number): Chunk | null {
    const start = (slot << 2) + BLOCK_HEADER_BYTES;
    const from = this.#taken;
    const float = slot >> 1;
    const time = this.#floats[float + BlockFloat.TIME];
    const calls = this.#floats[float + BlockFloat.CALLS];
    const before = this.#floats[float + BlockFloat.RECORDS];
    const bytes = this.buffer(end - from + CHUNK_PADDING);
    bytes.set(this.#bytes.subarray(start + from, start + end));
    bytes.fill(0, end - from);
    // A write, though it changes nothing: the writer's exchange comes after it, and so do the writer's later stores;
    // a load could see the old number though the bytes copied were already the new ones.
    if (Atomics.compareExchange(this.ints, slot + Block.NUMBER, number, number) !== number) return null;

    const chunk: Chunk = { bytes, length: 0, records: 0, opens: from === 0, time, calls, first: 0, lost: 0 };
    if (chunk.opens) {
      if (!isCount(calls) || !Number.isFinite(time)) {
        this.#damage();
        this.#taken = this.blockSize;
        return chunk;
      }
      this.#expect(before);
    }
    chunk.first = this.#expected;
    measure(chunk, end - from);
    this.#expected += chunk.records;
    this.#taken = end;
    if (chunk.length < end - from) {
      // How many records the rest would have been is known from the count in the next block.
      this.#damage();
      this.#taken = this.blockSize;
      bytes.fill(0, chunk.length);
    }
    if (chunk.records > 0) {
      chunk.lost = this.#gap;
      this.#gap = 0;
    }
    return chunk;
  }

  /** Takes in how many records the writer says it wrote before the block that is opened now. */
  #expect(records: number): void {
    if (!isCount(records) || records < this.#expected) {
      this.#damage();
      return;
    }
    const lost = records - this.#expected;
    this.lost += lost;
    this.#gap += lost;
    this.#expected = records;
  }

  #slot(number: number): number {
    return (HEADER_BYTES + (number % this.blockCount) * this.blockSize) >> 2;
  }

  #goTo(number: number): void {
    this.#next = number;
    this.#taken = 0;
  }

  /** HEAD is where it cannot be: somebody wrote over it, now or before. Goes on only with what was not taken yet. */
  #resume(head: number): boolean {
    this.#damage();
    if (head < 1) return false;
    const slot = this.#slot(head);
    if (Atomics.load(this.ints, slot + Block.NUMBER) !== head) return false;
    if (!(this.#floats[(slot >> 1) + BlockFloat.RECORDS] >= this.#expected)) return false;
    this.#goTo(head);
    return true;
  }

  #damage(): void {
    if (this.#damagedBlock === this.#next) return;
    this.#damagedBlock = this.#next;
    this.damaged++;
  }
}

/** Finds the whole records in `available` bytes: sets `length` and `records` of a chunk. */
function measure(chunk: Chunk, available: number): void {
  const { bytes } = chunk;
  let at = 0;
  let records = 0;
  while (at + LENGTH_BYTES <= available) {
    const low = bytes[at];
    const high = bytes[at + 1];
    if (low < 0x80 || high >= 0x80) break;
    const next = at + LENGTH_BYTES + (low & 0x7f) + (high << 7);
    if (next > available) break;
    at = next;
    records++;
  }
  chunk.length = at;
  chunk.records = records;
}

/** A reader for a ring in shared bytes; null where they are not (yet) a whole ring of this version. */
export function attachRing(buffer: ArrayBufferLike): RingReader | null {
  const { byteLength } = buffer;
  if (byteLength < HEADER_BYTES) return null;
  const ints = new Int32Array(buffer, 0, HEADER_BYTES >> 2);
  if (Atomics.load(ints, Header.MAGIC) !== MAGIC_VALUE || ints[Header.VERSION] !== VERSION_VALUE) return null;
  const blockSize = ints[Header.BLOCK_SIZE];
  const blockCount = ints[Header.BLOCK_COUNT];
  if (blockSize < 32768 || (blockSize & (blockSize - 1)) !== 0 || blockCount < 2) return null;
  const size = ringBytes(blockSize, blockCount);
  if (size > byteLength || size > MAX_RING_BYTES) return null;
  return new RingReader(buffer, blockSize, blockCount);
}
