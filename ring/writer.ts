/**
 * The writing side of a ring: what happens once per block or more rarely. Records themselves are written
 * by the probes, straight into `bytes`.
 *
 * @module
 */
import {
  Block,
  BLOCK_HEADER_BYTES,
  BlockFloat,
  Control,
  Header,
  HEADER_BYTES,
  HeaderFloat,
  HELD_BYTES,
  MAGIC_VALUE,
  VERSION_VALUE,
} from "./layout.ts";

// Taken before the program can replace them.
const { exchange, store } = Atomics;

/** What a ring tells of its writer. */
export interface RingOptions {
  /** Bytes of a block: a power of two, at least 32 KiB, so that the longest record fits. */
  blockSize: number;
  /** Number of blocks, at least 2. */
  blockCount: number;
  pid: number;
  tid: number;
  /** The writer's clock now, ns. */
  clockNs: number;
  /** The wall clock now, ms since 1970. */
  wallMs: number;
  /** The machine's monotonic clock now, ns; 0 where it cannot be read. */
  monotonicNs?: number;
  /** The system's own number of this thread; 0 where it is not known. */
  systemTid?: number;
  /** Whether most times are taken from the reader's ticks; not so where it is not given. */
  ticks?: boolean;
}

/** The views over a ring that its writer works with, and the number of the block being written. */
export interface RingWriter {
  bytes: Uint8Array;
  ints: Int32Array;
  floats: Float64Array;
  blockSize: number;
  blockCount: number;
  head: number;
}

/** How many bytes a ring of so many blocks takes. */
export function ringBytes(blockSize: number, blockCount: number): number {
  return heldStart(blockSize, blockCount) + HELD_BYTES;
}

/** Where in it (bytes) the words of functions begin. */
export function heldStart(blockSize: number, blockCount: number): number {
  return HEADER_BYTES + blockSize * blockCount;
}

/** Makes a ring in zeroed shared bytes of `ringBytes` length. The first block is not open yet. */
export function createRing(buffer: ArrayBufferLike, options: RingOptions): RingWriter {
  const { blockSize, blockCount } = options;
  if ((blockSize & (blockSize - 1)) !== 0 || blockSize < 32768 || blockCount < 2) {
    throw new RangeError(
      `A ring needs blocks of a power of two of at least 32768 bytes, and two of them: got ${blockCount} of ${blockSize}`,
    );
  }
  if (buffer.byteLength < ringBytes(blockSize, blockCount)) {
    throw new RangeError(
      `A ring of ${blockCount} blocks of ${blockSize} bytes does not fit ${buffer.byteLength} bytes`,
    );
  }
  const ints = new Int32Array(buffer);
  const floats = new Float64Array(buffer);
  ints[Header.VERSION] = VERSION_VALUE;
  ints[Header.PID] = options.pid;
  ints[Header.TID] = options.tid;
  ints[Header.SYSTEM_TID] = options.systemTid ?? 0;
  ints[Header.TICKS] = options.ticks ? 1 : 0;
  ints[Header.BLOCK_SIZE] = blockSize;
  ints[Header.BLOCK_COUNT] = blockCount;
  ints[Header.CONTROL] = Control.ALL;
  floats[HeaderFloat.CLOCK_NS] = options.clockNs;
  floats[HeaderFloat.WALL_MS] = options.wallMs;
  floats[HeaderFloat.MONOTONIC_NS] = options.monotonicNs ?? 0;
  store(ints, Header.MAGIC, MAGIC_VALUE);
  return { bytes: new Uint8Array(buffer), ints, floats, blockSize, blockCount, head: 0 };
}

/**
 * Closes the block being written and opens the next one, over the oldest where the ring is full.
 * `time` is the clock (ns) that the next record counts from, `calls` and `records` how many there were before.
 * Returns the offset in bytes of the first record.
 */
export function openBlock(ring: RingWriter, time: number, calls: number, records: number): number {
  const { ints, floats, blockSize } = ring;
  if (ring.head > 0) publish(ring);
  const number = ring.head + 1;
  const start = HEADER_BYTES + (number % ring.blockCount) * blockSize;
  const slot = start >> 2;
  // An exchange, not a store: what follows must not become visible before the old number is gone.
  exchange(ints, slot + Block.NUMBER, 0);
  ints[slot + Block.USED] = 0;
  ints[slot + Block.PUBLISHED] = 0;
  const float = start >> 3;
  floats[float + BlockFloat.TIME] = time;
  floats[float + BlockFloat.CALLS] = calls;
  floats[float + BlockFloat.RECORDS] = records;
  store(ints, slot + Block.NUMBER, number);
  ring.head = number;
  store(ints, Header.HEAD, number);
  return start + BLOCK_HEADER_BYTES;
}

/** Lets the reader have what the block holds now. */
export function publish(ring: RingWriter): void {
  if (ring.head === 0) return;
  const slot = (HEADER_BYTES + (ring.head % ring.blockCount) * ring.blockSize) >> 2;
  store(ring.ints, slot + Block.PUBLISHED, ring.ints[slot + Block.USED]);
}
