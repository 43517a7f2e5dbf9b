/**
 * Writes the records of this thread into its ring, and keeps the stack of the calls that run.
 *
 * All state is in variables of this module: one ring, one thread, no object to go through. What is called for
 * each record allocates nothing.
 *
 * @module
 */
import {
  Block,
  BLOCK_HEADER_BYTES,
  Control,
  Header,
  HeaderFloat,
  LENGTH_BYTES,
  MAX_RECORD_BYTES,
  UNCAUGHT,
} from "../ring/layout.ts";
import { openBlock, publish, type RingWriter } from "../ring/writer.ts";
import { Kind } from "../proto/trace_pb.ts";
import type { Budget } from "./budget.ts";
import { beginValues, endValues, isDirty, setDetail, setTarget, writeValue } from "./snapshot.ts";
import { writeLongVarint, writeVarint } from "./wire.ts";

/** Tags of the fields of `Record`: number << 3 | wire type. */
const Tag = {
  KIND: 0x08,
  ELAPSED: 0x10,
  FUNCTION: 0x18,
  CALL: 0x20,
  PARENT: 0x28,
  LASTED: 0x40,
  VALUES: 0x33,
  VALUES_END: 0x34,
} as const;
const VALUE_INT = 0x08;

/** After so many records the position is published with `Atomics`: must be a power of two. */
const PUBLISH_EVERY = 32;

/** A tick later than this (ns) after the record before is none. */
const MAX_TICK_NS = 86_400e9;

const { floor } = Math;

let ring: RingWriter;
let bytes: Uint8Array;
/** Before there is a ring its control word says not to record. */
let ints: Int32Array = new Int32Array(Header.CONTROL + 1);
let now: () => number;
/** Whether most times are taken from what the ring's reader says that `now` would be: `--clock coarse`. */
let isCoarse = false;
let showsValues = true;
/** How much shallower values are than asked for, as the ring's reader says. */
let detail = 0;

/**
 * What changes with each record. In an array with memory of its own: engines know where that lies and that it holds
 * numbers, while a variable may hold anything.
 */
const state = new Int32Array(new ArrayBuffer(32));
/** Where the next record goes. */
const POSITION = 0;
/** From there on the longest record may not fit the block. */
const LAST_START = 1;
const FIRST_RECORD = 2;
const USED_SLOT = 3;
const RECORDS_IN_BLOCK = 4;
/** The id of the newest call, as an int32 that wraps around; `callsBefore` has the whole number. */
const CALLS = 5;
/** The position on the stack of the innermost call that runs. */
const TOP = 6;
state[LAST_START] = -1;
let recordsBefore = 0;
let callsBefore = 0;
let callsAtBlock = 0;
/** The time of the newest record, ns: a variable would take a new object for each number. */
const last = new Float64Array(new ArrayBuffer(8));

/** The calls that run, from the outermost on: index 0 stands for none. */
let ids = new Int32Array(1 << 12);
let functions = new Int32Array(1 << 12);

/** Begins to record into a ring, with nothing on the stack. `clock` tells the time in ns, counted as the ring's `CLOCK_NS`. */
export function startRecording(into: RingWriter, clock: () => number, budget?: Budget): void {
  state[TOP] = 0;
  recordInto(into, clock, budget);
}

/** Goes on into another ring, as if all records before had been lost: the calls that run keep their places. */
export function recordInto(into: RingWriter, clock: () => number, budget?: Budget): void {
  ring = into;
  bytes = into.bytes;
  ints = into.ints;
  now = clock;
  isCoarse = ints[Header.TICKS] === 1;
  setTarget(bytes, budget);
  detail = 0;
  showsValues = budget?.values ?? true;
  last[0] = clock();
  recordsBefore = 0;
  state[RECORDS_IN_BLOCK] = 0;
  nextBlock();
}

/**
 * Has `body` record into another ring. Only before the first record of a thread, as nothing is left of it: whether it
 * was done.
 */
export function recordAside(
  into: RingWriter,
  clock: () => number,
  budget: Budget | undefined,
  body: () => void,
): boolean {
  if (isRecording() || callsBefore > 0 || state[CALLS] !== 0) return false;
  const before = ints;
  startRecording(into, clock, budget);
  try {
    body();
  } finally {
    ints = before;
    state.fill(0);
    state[LAST_START] = -1;
    callsBefore = callsAtBlock = 0;
  }
  return true;
}

/** Whether there is a ring, and its control word says to record. */
export function isRecording(): boolean {
  return (ints[Header.CONTROL] & 1) !== 0;
}

/** Whether it says to look at what is said of the function first (held.ts). */
export function isSelective(): boolean {
  return ints[Header.CONTROL] !== Control.ALL;
}

/** The ring that is written; only where there is one. */
export function currentRing(): RingWriter {
  return ring;
}

/** The time, ns. */
export function readClock(): number {
  return now();
}

/** The position on the stack of the innermost call that runs; 0 for none. */
export function stackTop(): number {
  return state[TOP];
}

/** The id of the call at a position of the stack. */
export function callAt(at: number): number {
  return ids[at];
}

/** The function of the call at a position of the stack; inverted where the call is measured alone (held.ts). */
export function functionAt(at: number): number {
  return functions[at];
}

/** Makes the call at this position the innermost one, without a record. */
export function unwind(to: number): void {
  state[TOP] = to;
}

/** Puts a call on the stack. Returns its position. */
export function push(id: number, fn: number): number {
  const at = state[TOP] + 1;
  if (at >= ids.length) growStack();
  ids[at] = id;
  functions[at] = fn;
  state[TOP] = at;
  return at;
}

function growStack(): void {
  const moreIds = new Int32Array(ids.length * 2);
  moreIds.set(ids);
  const moreFunctions = new Int32Array(ids.length * 2);
  moreFunctions.set(functions);
  ids = moreIds;
  functions = moreFunctions;
}

function nextBlock(): void {
  recordsBefore += state[RECORDS_IN_BLOCK];
  callsBefore += (state[CALLS] - callsAtBlock) >>> 0;
  callsAtBlock = state[CALLS];
  state[RECORDS_IN_BLOCK] = 0;
  state[FIRST_RECORD] = openBlock(ring, last[0], callsBefore, recordsBefore);
  state[POSITION] = state[FIRST_RECORD];
  const start = state[FIRST_RECORD] - BLOCK_HEADER_BYTES;
  state[USED_SLOT] = (start >> 2) + Block.USED;
  state[LAST_START] = start + ring.blockSize - LENGTH_BYTES - MAX_RECORD_BYTES;
}

/**
 * Begins a record about a function's call. `distance` is how far back the call lies that it speaks of: of a CALL its
 * parent, of any other kind its call. In one piece, as engines inline only so much.
 */
function begin(kind: number, fn: number, distance: number): number {
  if (state[POSITION] > state[LAST_START]) nextBlock();
  let at = state[POSITION] + LENGTH_BYTES;
  if (kind !== Kind.CALL) {
    bytes[at] = Tag.KIND;
    bytes[at + 1] = kind;
    at += 2;
  }
  const elapsed = isCoarse ? coarseElapsed(kind) : now() - last[0];
  bytes[at] = Tag.ELAPSED;
  if (elapsed < 0x4000) {
    // What is written is what counts: fractions must not add up to a clock that runs behind.
    const ns = elapsed > 0 ? elapsed | 0 : 0;
    last[0] += ns;
    at = twoDigits(at + 1, ns);
  } else {
    at = longPause(at + 1, elapsed);
  }
  bytes[at] = Tag.FUNCTION;
  at = fn < 0x4000 ? twoDigits(at + 1, fn) : writeVarint(bytes, at + 1, fn);
  return distance === 0 ? at : far(at, kind, distance);
}

/**
 * How long (ns) the record before was ago, as the reader of the ring told the time last. Where nothing of the program
 * runs before or after this record, and at every so manieth one, the clock itself is read.
 */
function coarseElapsed(kind: number): number {
  const isOutermost = kind === Kind.CALL ? state[TOP] === 0 : state[TOP] <= 1;
  if (isOutermost || (state[RECORDS_IN_BLOCK] & (PUBLISH_EVERY - 1)) === 0) return now() - last[0];
  const elapsed = ring.floats[HeaderFloat.TICK_NS] - last[0];
  // What is written there may be older than what the clock showed since, and the program may have written over it.
  return elapsed > 0 && elapsed < MAX_TICK_NS ? elapsed : 0;
}

/** Writes a number below 2^14 as a varint of two digits, though one may do: what is not asked costs no time. */
function twoDigits(at: number, value: number): number {
  bytes[at] = value | 128;
  bytes[at + 1] = value >> 7;
  return at + 2;
}

function longPause(at: number, elapsed: number): number {
  const whole = floor(elapsed);
  last[0] += whole;
  return writeLongVarint(bytes, at, whole);
}

function far(at: number, kind: number, distance: number): number {
  bytes[at] = kind === Kind.CALL ? Tag.PARENT : Tag.CALL;
  return writeVarint(bytes, at + 1, distance);
}

/** Begins a CALL. It comes onto the stack only in `endCall`, so that one that fails half-way leaves nothing behind. */
export function beginCall(fn: number): number {
  return begin(Kind.CALL, fn, (state[CALLS] - ids[state[TOP]]) | 0);
}

/** Ends a CALL and puts it on the stack. Returns its position there. */
export function endCall(at: number, fn: number): number {
  if (isDirty) endValues();
  if (state[TOP] + 1 >= ids.length) growStack();
  commit(at);
  state[CALLS] = (state[CALLS] + 1) | 0;
  state[TOP]++;
  ids[state[TOP]] = state[CALLS];
  functions[state[TOP]] = fn;
  if ((state[RECORDS_IN_BLOCK] & (PUBLISH_EVERY - 1)) === 0) exchange();
  return state[TOP];
}

/** Begins a record of any other kind, about the call `id`. */
function beginRecord(kind: number, id: number, fn: number): number {
  return begin(kind, fn, (state[CALLS] - id) | 0);
}

/** Ends a record of any other kind; the call at the position `to` of the stack is now the innermost one. */
function endRecord(at: number, to: number): void {
  if (isDirty) endValues();
  commit(at);
  state[TOP] = to;
  if ((state[RECORDS_IN_BLOCK] & (PUBLISH_EVERY - 1)) === 0) exchange();
}

/** Lets the reader have what was written, and does as it says of values. */
function exchange(): void {
  publish(ring);
  if (ints[Header.DETAIL] === detail) return;
  detail = ints[Header.DETAIL];
  setDetail(detail);
}

/**
 * Ends the record whose last byte was written ahead of `at`. The stack may overflow at any call that a probe makes:
 * between this and what goes with it there must be none, so that record and state always say the same.
 */
function commit(at: number): void {
  const length = at - state[POSITION] - LENGTH_BYTES;
  bytes[state[POSITION]] = (length & 127) | 128;
  bytes[state[POSITION] + 1] = length >> 7;
  state[POSITION] = at;
  ints[state[USED_SLOT]] = at - state[FIRST_RECORD];
  state[RECORDS_IN_BLOCK]++;
}

/** Writes the next value of a record. */
export function nextValue(at: number, value: unknown): number {
  if (typeof value === "number" && (value | 0) === value && (value !== 0 || 1 / value > 0)) {
    const digits = (value << 1) ^ (value >> 31);
    if (digits >>> 14 === 0 && showsValues) {
      bytes[at] = Tag.VALUES;
      bytes[at + 1] = VALUE_INT;
      at = twoDigits(at + 2, digits);
      bytes[at] = Tag.VALUES_END;
      return at + 1;
    }
  }
  return showsValues ? writeValue(at, value) : at;
}

/** Writes all values of a record. */
export function allValues(at: number, values: ArrayLike<unknown>): number {
  if (!showsValues) return at;
  beginValues(at);
  for (let i = 0; i < values.length; i++) at = writeValue(at, values[i]);
  return at;
}

/** Writes a record of a call without values; the call at `to` is then the innermost one. */
export function recordBare(kind: number, id: number, fn: number, to: number): void {
  endRecord(beginRecord(kind, id, fn), to);
}

/** Writes a record of a call with one value; the call at `to` is then the innermost one. */
export function recordValue(kind: number, id: number, fn: number, value: unknown, to: number): void {
  endRecord(nextValue(beginRecord(kind, id, fn), value), to);
}

/**
 * Writes how a call ended that was not recorded when it began, `lasted` ns ago, or `Number.MAX_SAFE_INTEGER` where that
 * is not known: below the call that runs now.
 */
export function recordEnd(kind: number, fn: number, value: unknown, lasted: number): void {
  const to = state[TOP];
  const at = begin(kind, fn, (state[CALLS] - ids[to]) | 0);
  bytes[at] = Tag.LASTED;
  endRecord(nextValue(writeLongVarint(bytes, at + 1, floor(lasted)), value), to);
}

/** No function has this number: what is told outside of every call is of none. */
const NO_FUNCTION = 0x7fffffff;

/** Writes a LOG in its place: below the call that runs, where there is one. */
export function recordEvent(values: readonly unknown[]): void {
  const of = functions[state[TOP]];
  recordLog(state[TOP] === 0 ? NO_FUNCTION : of < 0 ? ~of : of, values);
}

/** Writes that an exception ends the program, unless the program has a handler for such: `values` is what was thrown. */
export function recordUncaught(values: readonly unknown[]): void {
  recordLog(UNCAUGHT, ["tstrace uncaught", ...values]);
}

function recordLog(fn: number, values: readonly unknown[]): void {
  if (!isRecording()) return;
  endRecord(allValues(begin(Kind.LOG, fn, (state[CALLS] - ids[state[TOP]]) | 0), values), state[TOP]);
}
