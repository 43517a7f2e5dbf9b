/**
 * What probes do with functions that are held back: muted ones are only counted, hot ones are measured, and of these is
 * recorded what stands out; tallied ones are counted, and of these is recorded what throws. Reached only where the
 * reader of the ring has said that some function is.
 *
 * A call that is measured is on the stack as any other, with the id of the recorded call around it, and its function's
 * number inverted: so what it calls has a parent that was recorded. One that is tallied is not on the stack.
 *
 * @module
 */
import { HELD_FUNCTIONS, HELD_SLOT_FLOATS, HeldBit, SAMPLE_EVERY, Slot, SLOT_SHIFT } from "../ring/layout.ts";
import { heldStart, type RingWriter } from "../ring/writer.ts";
import { Kind } from "../proto/trace_pb.ts";
import { callAt, currentRing, functionAt, push, readClock, recordEnd, stackTop, unwind } from "./recorder.ts";

/** A call stands out that takes at least so long (ns), and so many times as long as those of its function on average. */
const OUTLIER_NS = 50_000;
const OUTLIER_FACTOR = 10;
/** `lasted` of a call that nobody has measured. */
const UNKNOWN = Number.MAX_SAFE_INTEGER;

let ring: RingWriter | undefined;
/** Where the words and slots of the ring begin. */
let firstWord = 0;
let firstSlot = 0;
/** Of the measured calls on the stack: when they began (ns), and their slots. */
let starts = new Float64Array(1 << 12);
let slots = new Int32Array(1 << 12);

/**
 * The position on the stack of a call that `isWanted` refused; 0 where it is not there, and the inverted number of its
 * function where it is to be told should it throw.
 */
export let heldAt = 0;

function word(fn: number): number {
  const current = currentRing();
  if (ring !== current) {
    ring = current;
    firstWord = heldStart(ring.blockSize, ring.blockCount) >> 2;
    firstSlot = (firstWord + HELD_FUNCTIONS) >> 1;
  }
  return fn < HELD_FUNCTIONS ? current.ints[firstWord + fn] : 0;
}

/** Whether a call that begins is to be recorded. If not, it has been counted, and `heldAt` is where it is on the stack. */
export function isWanted(fn: number): boolean {
  heldAt = 0;
  const held = word(fn);
  if (held === 0) return true;
  const { floats } = ring!;
  const slot = firstSlot + (held >> SLOT_SHIFT) * HELD_SLOT_FLOATS;
  if ((held & HeldBit.MUTED) !== 0) {
    floats[slot + Slot.MUTED]++;
    return false;
  }
  if (--floats[slot + Slot.COUNTDOWN] <= 0) {
    floats[slot + Slot.COUNTDOWN] = SAMPLE_EVERY;
    floats[slot + Slot.SAMPLED]++;
    return true;
  }
  if ((held & HeldBit.TALLIED) !== 0) {
    floats[slot + Slot.MUTED]++;
    heldAt = ~fn;
    return false;
  }
  const began = readClock();
  const top = stackTop();
  if (top + 1 >= starts.length) growStarts();
  heldAt = push(callAt(top), ~fn);
  starts[heldAt] = began;
  slots[heldAt] = slot;
  floats[slot + Slot.DEPTH]++;
  return false;
}

function growStarts(): void {
  const moreStarts = new Float64Array(starts.length * 2);
  moreStarts.set(starts);
  starts = moreStarts;
  const moreSlots = new Int32Array(starts.length);
  moreSlots.set(slots);
  slots = moreSlots;
}

/** A tallied call throws; `held` is what `heldAt` was when it began. */
export function throwHeld(held: number, thrown: unknown): void {
  recordEnd(Kind.EXCEPTION, ~held, thrown, UNKNOWN);
}

/** A measured call at a position of the stack ends, and with it all above. */
export function endHeld(kind: number, at: number, value: unknown): void {
  const fn = ~functionAt(at);
  // Of the function's word: by now it may say something else.
  const slot = slots[at];
  const { floats } = ring!;
  const elapsed = readClock() - starts[at];
  const duration = elapsed > 0 ? elapsed : 0;
  unwind(at - 1);
  const isException = kind === Kind.EXCEPTION;
  const isOutlier = duration >= OUTLIER_NS &&
    duration * floats[slot + Slot.CALLS] > OUTLIER_FACTOR * floats[slot + Slot.DURATION];
  floats[slot + Slot.CALLS]++;
  floats[slot + Slot.DURATION] += duration;
  if (--floats[slot + Slot.DEPTH] === 0) floats[slot + Slot.RUNNING] += duration;
  if (duration < floats[slot + Slot.SHORTEST]) floats[slot + Slot.SHORTEST] = duration;
  if (duration > floats[slot + Slot.LONGEST]) floats[slot + Slot.LONGEST] = duration;
  if (isException) floats[slot + Slot.EXCEPTIONS]++;
  if (!isException && !isOutlier) return;
  floats[slot + Slot.KEPT]++;
  recordEnd(kind, fn, value, duration);
}
