import { type Chunk, HeldBit, type HeldCounts, type HeldFunctions } from "../ring/mod.ts";
import { RecordCursor } from "./decode.ts";

/** `Kind.CALL` of proto/trace.proto. */
const CALL = 0;
/** So many records of a chunk are looked at: the others are taken to be as these. */
const LOOK = 512;
/** How long (ms) calls are counted before it is decided. */
const WINDOW_MS = 100;
/** A function is recorded again when so many windows in a row had less than this part of the limit. */
const COOL_WINDOWS = 10;
const COOL_PART = 0.5;

/** A function whose calls are measured from now on instead of being recorded, or are recorded again. */
export interface HotChange {
  function: number;
  /** What was measured meanwhile where they are recorded again; undefined where that begins. */
  counted?: { calls: number; kept: number };
}

/** What is known of a function that is held back. */
interface Held {
  /** What was counted when it was, and when it was looked last. */
  from: { calls: number; kept: number };
  seen: number;
  coolWindows: number;
}

/**
 * Finds the functions of a thread that are called too often to be recorded: from how records come, not from when they
 * are stored, as that is behind under load.
 */
export class HotFunctions {
  readonly #limit: number;
  readonly #held: HeldFunctions;
  readonly #mayHold: (fn: number) => boolean;
  readonly #cursor = new RecordCursor();
  /** By function: about how many calls the window had so far. */
  #calls = new Map<number, number>();
  readonly #hot = new Map<number, Held>();
  #windowStart = NaN;

  /**
   * @param limit calls a second.
   * @param mayHold whether a function may be held back: none that may be suspended.
   */
  constructor(limit: number, held: HeldFunctions, mayHold: (fn: number) => boolean) {
    this.#limit = limit;
    this.#held = held;
    this.#mayHold = mayHold;
  }

  /** Counts the calls in a chunk that was taken. */
  take(chunk: Chunk): void {
    const cursor = this.#cursor;
    cursor.start(chunk.bytes, chunk.length);
    const looked = Math.min(chunk.records, LOOK);
    const weight = (chunk.records + chunk.lost) / looked;
    for (let i = 0; i < looked && cursor.next(); i++) {
      if (cursor.kind !== CALL) continue;
      this.#calls.set(cursor.function, (this.#calls.get(cursor.function) ?? 0) + weight);
    }
    cursor.start(new Uint8Array(16), 0);
  }

  /** Decides at the end of a window; `now` is in milliseconds. */
  decide(now: number): HotChange[] {
    if (Number.isNaN(this.#windowStart)) this.#windowStart = now;
    const seconds = (now - this.#windowStart) / 1000;
    if (seconds * 1000 < WINDOW_MS) return [];
    this.#windowStart = now;
    const changes = this.#cool(seconds);
    for (const [fn, calls] of this.#calls) {
      if (calls / seconds < this.#limit || this.#hot.has(fn) || !this.#mayHold(fn)) continue;
      if (!this.#held.hasSlot(fn)) continue;
      this.#held.set(fn, HeldBit.COUNTED, true);
      const from = countOf(this.#held.of(fn));
      this.#hot.set(fn, { from, seen: from.calls, coolWindows: 0 });
      changes.push({ function: fn });
    }
    this.#calls.clear();
    return changes;
  }

  /** Tells what was counted of those that still are held back, and not told yet. */
  soFar(): HotChange[] {
    return [...this.#hot].flatMap(([fn, held]) => {
      const change = this.#changed(fn, held);
      held.from = countOf(this.#held.of(fn));
      return change.counted!.calls > 0 ? [change] : [];
    });
  }

  #cool(seconds: number): HotChange[] {
    const changes: HotChange[] = [];
    for (const [fn, held] of this.#hot) {
      const { calls } = countOf(this.#held.of(fn));
      const isCool = (calls - held.seen) / seconds < this.#limit * COOL_PART;
      held.seen = calls;
      held.coolWindows = isCool ? held.coolWindows + 1 : 0;
      if (held.coolWindows < COOL_WINDOWS) continue;
      this.#held.set(fn, HeldBit.COUNTED, false);
      this.#hot.delete(fn);
      changes.push(this.#changed(fn, held));
    }
    return changes;
  }

  #changed(fn: number, { from }: Held): HotChange {
    const { calls, kept } = countOf(this.#held.of(fn));
    return { function: fn, counted: { calls: calls - from.calls, kept: kept - from.kept } };
  }
}

/** All calls while it was held back, those that were recorded as samples too. */
function countOf({ calls, kept, sampled }: HeldCounts): { calls: number; kept: number } {
  return { calls: calls + sampled, kept: kept + sampled };
}
