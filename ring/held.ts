/**
 * The reader's side of what is held back of single functions: which, and what was counted of them.
 *
 * @module
 */
import { HELD_FUNCTIONS, HELD_SLOT_FLOATS, HELD_SLOTS, SAMPLE_EVERY, Slot, SLOT_SHIFT } from "./layout.ts";
import { heldStart } from "./writer.ts";

const ALL_BITS = (1 << SLOT_SHIFT) - 1;

/** What a thread did not record of a function's calls. Times in ns. */
export interface HeldCounts {
  /** The number of the function; -1 for functions that had to share a slot. */
  function: number;
  /** Calls of which no time is known. */
  muted: number;
  /** Calls that were measured, and how many of them threw. */
  calls: number;
  exceptions: number;
  duration: number;
  /** Without calls inside other calls of the function. */
  running: number;
  shortest: number;
  longest: number;
  /** How many of `calls` were recorded when they ended. */
  kept: number;
  /** How many calls beside `calls` were recorded as samples. */
  sampled: number;
}

/** What one thread holds back. Bytes may be hostile: what makes no sense is read as nothing. */
export class HeldFunctions {
  readonly #words: Int32Array;
  readonly #slots: Float64Array;
  /** By function. */
  readonly #slotOf = new Map<number, number>();
  /** How many functions are held back. */
  #held = 0;

  constructor(ring: ArrayBufferLike, blockSize: number, blockCount: number) {
    const start = heldStart(blockSize, blockCount);
    this.#words = new Int32Array(ring, start, HELD_FUNCTIONS);
    this.#slots = new Float64Array(ring, start + HELD_FUNCTIONS * 4, HELD_SLOTS * HELD_SLOT_FLOATS);
    // Another reader may have been here before.
    for (let slot = 1; slot < HELD_SLOTS; slot++) {
      const fn = this.#slots[slot * HELD_SLOT_FLOATS + Slot.FUNCTION] - 1;
      if (Number.isInteger(fn) && fn >= 0 && fn < HELD_FUNCTIONS) this.#slotOf.set(fn, slot);
    }
    for (let fn = 0; fn < HELD_FUNCTIONS; fn++) if (this.#words[fn] !== 0) this.#held++;
  }

  /** Whether anything is held back. */
  get any(): boolean {
    return this.#held > 0;
  }

  /** Whether a function is held back in this way: one of `HeldBit`. */
  has(fn: number, bit: number): boolean {
    return fn < HELD_FUNCTIONS && (this.#words[fn] & bit) !== 0;
  }

  /** Holds a function back in this way, or no longer. Returns whether that is new. */
  set(fn: number, bit: number, on: boolean): boolean {
    if (fn >= HELD_FUNCTIONS || this.has(fn, bit) === on) return false;
    const before = this.#words[fn];
    const bits = (before & ALL_BITS) ^ bit;
    this.#held += Number(before === 0) - Number(bits === 0);
    Atomics.store(this.#words, fn, bits === 0 ? 0 : (this.#slot(fn) << SLOT_SHIFT) | bits);
    return true;
  }

  /** What was counted since the thread began, of each function that was ever held back. */
  *counts(): Generator<HeldCounts> {
    const isKnown = this.#slots[Slot.MUTED] > 0 || this.#slots[Slot.CALLS] > 0;
    const slots: Iterable<[number, number]> = isKnown ? [[-1, 0], ...this.#slotOf] : this.#slotOf;
    for (const [fn, slot] of slots) yield this.#read(fn, slot);
  }

  /** The same of one function that was ever held back. */
  of(fn: number): HeldCounts {
    return this.#read(fn, this.#slotOf.get(fn) ?? 0);
  }

  /** Whether there is a slot for a function alone. */
  hasSlot(fn: number): boolean {
    return fn < HELD_FUNCTIONS && (this.#slotOf.has(fn) || this.#slotOf.size + 1 < HELD_SLOTS);
  }

  #read(fn: number, slot: number): HeldCounts {
    const read = (field: number): number => {
      const value = this.#slots[slot * HELD_SLOT_FLOATS + field];
      return value > 0 && value <= Number.MAX_SAFE_INTEGER ? Math.floor(value) : 0;
    };
    return {
      ...{ function: fn, muted: read(Slot.MUTED), calls: read(Slot.CALLS), exceptions: read(Slot.EXCEPTIONS) },
      ...{ duration: read(Slot.DURATION), running: read(Slot.RUNNING), shortest: read(Slot.SHORTEST) },
      ...{ longest: read(Slot.LONGEST), kept: read(Slot.KEPT), sampled: read(Slot.SAMPLED) },
    };
  }

  #slot(fn: number): number {
    const known = this.#slotOf.get(fn);
    if (known !== undefined) return known;
    const slot = this.#slotOf.size + 1;
    if (slot >= HELD_SLOTS) return 0;
    const start = slot * HELD_SLOT_FLOATS;
    this.#slots[start + Slot.FUNCTION] = fn + 1;
    this.#slots[start + Slot.SHORTEST] = Number.MAX_SAFE_INTEGER;
    this.#slots[start + Slot.COUNTDOWN] = SAMPLE_EVERY;
    this.#slotOf.set(fn, slot);
    return slot;
  }
}
