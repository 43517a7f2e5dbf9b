/**
 * The layout of a ring: plain shared bytes (a `SharedArrayBuffer` or a mapped file) with one writer and
 * one reader. Little-endian. A header, then `BLOCK_COUNT` blocks of `BLOCK_SIZE` bytes each; a block is
 * a header and then records, each behind its length (a varint padded to two bytes). A record never spans
 * blocks. Block number n (from 1) lies at index n % BLOCK_COUNT. Behind the blocks lies what is held back of single
 * functions: a word for each, then slots in which calls are counted that are not recorded.
 *
 * Who writes what: the writer everything but `CONTROL`, `DETAIL`, `DRAINED`, `READER` and `TICK_NS`, the words of
 * functions, and of a slot its function, which are the reader's.
 *
 * @module
 */

/** "tsrb", the first four bytes of a ring. */
export const MAGIC_VALUE = 0x62727374;
/** The version of this layout. */
export const VERSION_VALUE = 3;

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
  /** One of `Control`. The reader's side may set it at any time; a probe reads it without `Atomics`. */
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
  /** How much shallower values are shown than was asked for: 0 as asked, up to `SHALLOWEST`. Set by the reader. */
  DETAIL: 14,
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

/** The greatest value of `Header.DETAIL`. */
export const SHALLOWEST = 2;

/** Values of `Header.CONTROL`: record nothing, everything, or (bit 1) what the words of functions say. */
export const Control = { OFF: 0, ALL: 1, SELECTED: 3 } as const;

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

/** Functions that have a word, an int32 each: those with a number below that. */
export const HELD_FUNCTIONS = 1 << 16;
/** Slots behind them; slot 0 is for all functions for which there was no slot of their own. */
export const HELD_SLOTS = 2048;
/** The length of a slot, in float64. */
export const HELD_SLOT_FLOATS = 16;
/** Bytes of both. */
export const HELD_BYTES: number = HELD_FUNCTIONS * 4 + HELD_SLOTS * HELD_SLOT_FLOATS * 8;

/** A function's word: 0 where it is recorded, else the number of its slot, shifted by `SLOT_SHIFT`, and these bits. */
export const HeldBit = {
  /** Its calls are not recorded. */ MUTED: 1,
  /** They are measured, and some recorded: they are too many. */ COUNTED: 2,
  /** The same, as all together cost too much. */ MEASURED: 4,
  /** They are only counted, but for those that throw and some others: to measure them would cost too much. */ TALLIED:
    8,
} as const;
export const SLOT_SHIFT = 4;

/** Of the calls of a function that is measured or tallied, one in so many is recorded. */
export const SAMPLE_EVERY = 1024;

/** What a slot holds, as `Float64Array` indices from its start: of calls that were not recorded. Times in ns. */
export const Slot = {
  /** The number of the function + 1; 0: the slot is free. Written by the reader. */
  FUNCTION: 0,
  /** Calls of the function while it was muted, or tallied: of these no time is known. */
  MUTED: 1,
  /** Calls that were measured and have ended, and how many of them threw. */
  CALLS: 2,
  EXCEPTIONS: 3,
  DURATION: 4,
  /** As DURATION, without calls inside other calls of the function. */
  RUNNING: 5,
  SHORTEST: 6,
  LONGEST: 7,
  /** Of CALLS, how many ends were recorded all the same. */
  KEPT: 8,
  /** How many calls inside each other are being measured. */
  DEPTH: 9,
  /** How many calls until one is recorded as a sample, and how many were, which are not among CALLS. */
  COUNTDOWN: 10,
  SAMPLED: 11,
} as const;

/** A LOG record that names this as its function tells of an exception that nobody catches. */
export const UNCAUGHT = 0x7ffffffe;
