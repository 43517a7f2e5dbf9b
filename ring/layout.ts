/**
 * The layout of a ring: plain shared bytes (a `SharedArrayBuffer` or a mapped file) with one writer and
 * one reader. Little-endian. A header, then `BLOCK_COUNT` blocks of `BLOCK_SIZE` bytes each; a block is
 * a header and then records, each behind its length (a varint padded to two bytes). A record never spans
 * blocks. Block number n (from 1) lies at index n % BLOCK_COUNT.
 *
 * Who writes what: the writer everything but `CONTROL`, `DRAINED`, `READER` and `TICK_NS`, which are the reader's.
 *
 * @module
 */

/** "tsrb", the first four bytes of a ring. */
export const MAGIC_VALUE = 0x62727374;
/** The version of this layout. */
export const VERSION_VALUE = 1;

/** Bytes of the ring's header. */
export const HEADER_BYTES = 4096;
/** Bytes of a block's header. */
export const BLOCK_HEADER_BYTES = 64;
/** Bytes of the length in front of each record. */
export const LENGTH_BYTES = 2;
/** No record is longer than this (bytes, its length in front not counted): what two 7-bit digits count. */
export const MAX_RECORD_BYTES = 16383;

/** Slots of the ring's header, as indices into an `Int32Array` over the whole ring. */
export const Header = {
  /** MAGIC_VALUE; written last, so that a ring with it is complete. Atomic. */
  MAGIC: 0,
  VERSION: 1,
  PID: 2,
  TID: 3,
  /** Bytes of a block, its header included. A power of two. */
  BLOCK_SIZE: 4,
  BLOCK_COUNT: 5,
  /** Bit 0: record. The reader's side may set it at any time; a probe reads it without `Atomics`. */
  CONTROL: 6,
  /** One of `State`. Atomic. */
  STATE: 7,
  /** The number of the block that is being written, from 1; 0 before the first. Atomic. */
  HEAD: 8,
  /** The writer adds 1 to ask that all it has written be taken and stored. Atomic. */
  FLUSH: 9,
  /** The reader's answer: the value of FLUSH that it has satisfied. Atomic, notified. */
  DRAINED: 10,
  /** The reader adds 1 at each round, so that the writer sees that it lives. Atomic. */
  READER: 11,
  /** The system's own number of the writing thread; 0 where it is not known. */
  SYSTEM_TID: 12,
  /** 1: the writer takes most times from `TICK_NS`, which the reader is to keep up to date. */
  TICKS: 13,
} as const;

/** Slots of the ring's header, as indices into a `Float64Array` over the whole ring. */
export const HeaderFloat = {
  /** The writer's clock (ns, its own origin) at the moment that WALL_MS names. */
  CLOCK_NS: 16,
  /** The wall clock at the same moment: milliseconds since 1970 with a fraction. */
  WALL_MS: 17,
  /** The machine's monotonic clock (ns), which all processes share, at the same moment; 0 where it cannot be read. */
  MONOTONIC_NS: 18,
  /** What the writer's clock (ns) showed when the reader looked last; 0 before. Eight aligned bytes: never half written. */
  TICK_NS: 19,
} as const;

/** Values of `Header.STATE`. */
export const State = { OPEN: 0, CLOSED: 1 } as const;

/** Slots of a block's header, as `Int32Array` indices from the block's start. */
export const Block = {
  /** The block's number; 0 while it is being made ready. Atomic. */
  NUMBER: 0,
  /** Bytes of records in it. Stored after each record without `Atomics`: exact once the writer is quiet or dead. */
  USED: 1,
  /** The same, stored with `Atomics` now and then: what lies below it may be read at once. */
  PUBLISHED: 2,
} as const;

/** Slots of a block's header, as `Float64Array` indices from the block's start. */
export const BlockFloat = {
  /** The writer's clock (ns) that the first record's `elapsed` counts from. */
  TIME: 2,
  /** How many calls of this thread began before this block. */
  CALLS: 3,
  /** How many records this thread wrote before this block. */
  RECORDS: 4,
} as const;
