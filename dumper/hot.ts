import { HeldBit, type HeldCounts, type HeldFunctions } from "../ring/mod.ts";
import type { Rates } from "./rates.ts";

/** A function is recorded again when so many windows in a row had less than this part of the limit. */
const COOL_WINDOWS = 10;
const COOL_PART = 0.5;

/** Calls that were not recorded, and those of them that were all the same. */
export interface Counted {
  calls: number;
  kept: number;
}

/** A function whose calls are measured from now on instead of being recorded, or only counted, or are recorded again. */
export interface HotChange {
  function: number;
  /** Whether they are only counted. */
  isTallied?: boolean;
  /** What was counted meanwhile where they are recorded again; undefined where that begins. */
  counted?: Counted;
}

/** What is known of a function that is held back. */
interface Held {
  /** What was counted when it was, and when it was looked last. */
  from: Counted;
  seen: number;
  coolWindows: number;
}

/** Finds the functions of a thread that are called too often to be recorded. */
export class HotFunctions {
  readonly #limit: number;
  readonly #held: HeldFunctions;
  readonly #mayHold: (fn: number) => boolean;
  readonly #hot = new Map<number, Held>();

  /**
   * @param limit calls a second.
   * @param mayHold whether a function may be held back: none that may be suspended.
   */
  constructor(limit: number, held: HeldFunctions, mayHold: (fn: number) => boolean) {
    this.#limit = limit;
    this.#held = held;
    this.#mayHold = mayHold;
  }

  /** Decides at the end of a window of so many seconds. */
  decide(seconds: number, { functions }: Rates): HotChange[] {
    const changes = this.#cool(seconds);
    for (const [fn, { calls }] of functions) {
      if (calls / seconds < this.#limit || this.#hot.has(fn) || !this.#mayHold(fn)) continue;
      if (!this.#held.hasSlot(fn)) continue;
      this.#held.set(fn, HeldBit.COUNTED, true);
      const from = countOf(this.#held.of(fn));
      this.#hot.set(fn, { from, seen: from.calls, coolWindows: 0 });
      changes.push({ function: fn });
    }
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
export function countOf({ muted, calls, kept, sampled }: HeldCounts): Counted {
  return { calls: muted + calls + sampled, kept: kept + sampled };
}
