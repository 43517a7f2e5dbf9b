import { HeldBit, type HeldFunctions, SHALLOWEST } from "../ring/mod.ts";
import { type Counted, countOf, type HotChange } from "./hot.ts";
import { ProbeCosts } from "./probe_costs.ts";
import { PLAIN_BYTES, type Rates } from "./rates.ts";

/** To what part of the budget it is brought down when it is exceeded, and below which part it may rise again. */
const TARGET = 0.7;
const LOW = 0.45;
/** So many windows in a row must be below before anything comes back; values that had to go again wait longer. */
const COOL_WINDOWS = 10;
const MAX_PATIENCE = 600;
/** How much of the highest rate of a function's calls is remembered from window to window. */
const FADE = 0.9;
/** Values that cost less than this part of the budget stay as they are. */
const WORTH = 0.1;

/** A function that is held back. */
interface Held {
  bit: number;
  /** What was counted when it was, and how many calls when it was looked last. */
  from: Counted;
  seen: number;
  /** About how many calls a second it has, and what one costs (ns) when it is recorded. */
  rate: number;
  cost: number;
}

/** What is decided. */
export interface BudgetChange {
  functions: HotChange[];
  /** How much less of values is shown from now on than was asked for; undefined where that is as before. */
  detail?: number;
}

/** How a thread may be slowed down. */
export interface Terms {
  /** How much longer the thread may take than untraced, as a part of that. */
  slowdown: number;
  /** What a record cost the thread at most when it began, ns. */
  recordNs: number;
  /** How many processors there are for program and dumper. */
  processors: number;
  /** Whether a function's calls may be measured, and whether they may be left out at all. */
  mayMeasure: (fn: number) => boolean;
  mayHold: (fn: number) => boolean;
}

/**
 * Keeps what tracing costs a thread within bounds: when it would be too much, values get shallower, then the functions
 * that cost most are measured instead of recorded, or only counted. All comes back as it fits again.
 */
export class SlowdownBudget {
  readonly #terms: Terms;
  readonly #held: HeldFunctions;
  readonly #costs: ProbeCosts;
  readonly #functions = new Map<number, Held>();
  #detail = 0;
  /** How many bytes a record had beyond those of a number, when values were that shallow. */
  readonly #valueBytes: number[] = [];
  #coolWindows = 0;
  #patience = COOL_WINDOWS;
  #deeperFor = Infinity;

  constructor(terms: Terms, held: HeldFunctions) {
    this.#terms = terms;
    this.#held = held;
    this.#costs = new ProbeCosts(terms.processors);
    this.#costs.note(terms.recordNs);
  }

  /** How much less of values is shown than was asked for; 0: nothing less. */
  get detail(): number {
    return this.#detail;
  }

  /** Decides at the end of a window of so many seconds, in which the thread has waited so long (ns) for a processor. */
  decide(seconds: number, rates: Rates, waited: number): BudgetChange {
    const { slowdown } = this.#terms;
    this.#costs.note(rates.shortest);
    const { record, byte } = this.#costs;
    // At the end of a long wait its clock runs on, though it did nothing.
    const worked = Math.max(seconds * 1e9 - waited, seconds * 1e8);
    const allowed = worked * slowdown / (1 + slowdown);
    const costs = new Map<number, { cost: number; calls: number }>();
    let [spent, values, records] = [0, 0, 0];
    for (const [fn, rate] of rates.functions) {
      const ofValues = Math.max(0, rate.bytes - rate.records * PLAIN_BYTES) * byte;
      costs.set(fn, { cost: rate.records * record + ofValues, calls: rate.calls });
      spent += rate.records * record + ofValues;
      values += ofValues;
      records += rate.records;
    }
    for (const [fn, held] of this.#functions) {
      const { calls } = countOf(this.#held.of(fn));
      spent += (calls - held.seen) * this.#costOf(held.bit);
      held.rate = Math.max((calls - held.seen) / seconds, held.rate * FADE);
      held.seen = calls;
    }
    if (records > 0) this.#valueBytes[this.#detail] = values / records / byte;
    this.#deeperFor++;
    if (spent > allowed) {
      this.#coolWindows = 0;
      return this.#tighten(spent - TARGET * allowed, { costs, values, seconds, matters: WORTH * allowed });
    }
    this.#coolWindows = spent < LOW * allowed ? this.#coolWindows + 1 : 0;
    if (this.#coolWindows < COOL_WINDOWS) return { functions: [] };
    return this.#loosen((TARGET * allowed - spent) / seconds, records / seconds);
  }

  /** Tells what was counted of those that still are held back, and not told yet. */
  soFar(): HotChange[] {
    return [...this.#functions].flatMap(([fn, held]) => {
      const counted = this.#counted(fn, held);
      held.from = countOf(this.#held.of(fn));
      return counted.calls > 0 ? [{ function: fn, counted }] : [];
    });
  }

  /** Saves about so many nanoseconds of such a window. */
  #tighten(
    excess: number,
    window: { costs: Map<number, { cost: number; calls: number }>; values: number; seconds: number; matters: number },
  ): BudgetChange {
    const { costs, values, seconds, matters } = window;
    const change: BudgetChange = { functions: [] };
    if (this.#detail < SHALLOWEST && values > matters) {
      this.#detail++;
      // As often as the values of before do not fit, they come back later.
      if (this.#deeperFor < this.#patience) this.#patience = Math.min(2 * this.#patience, MAX_PATIENCE);
      change.detail = this.#detail;
      excess -= values / 2;
    }
    for (const [fn, { bit, rate }] of this.#functions) {
      if (bit === HeldBit.MEASURED) {
        costs.set(fn, { cost: rate * seconds * this.#costs.measured, calls: rate * seconds });
      }
    }
    for (const [fn, { cost, calls }] of [...costs].sort(([, a], [, b]) => b.cost - a.cost)) {
      if (excess <= 0) break;
      const measuring = cost - calls * this.#costs.measured;
      const bit = measuring >= excess && this.#terms.mayMeasure(fn) ? HeldBit.MEASURED : HeldBit.TALLIED;
      if (calls === 0 || !this.#terms.mayHold(fn) || !this.#held.hasSlot(fn)) continue;
      const before = this.#functions.get(fn);
      if (before) this.#held.set(fn, before.bit, false);
      this.#held.set(fn, bit, true);
      const from = countOf(this.#held.of(fn));
      const known = before ?? { bit, from, seen: from.calls, rate: calls / seconds, cost: cost / calls };
      this.#functions.set(fn, { ...known, bit });
      change.functions.push({ function: fn, isTallied: bit === HeldBit.TALLIED });
      excess -= cost - calls * this.#costOf(bit);
    }
    return change;
  }

  /** Spends so many nanoseconds a second, where so many records come. */
  #loosen(spare: number, records: number): BudgetChange {
    const change: BudgetChange = { functions: [] };
    const cheapest = [...this.#functions].sort(([, a], [, b]) => a.rate * a.cost - b.rate * b.cost);
    for (const [fn, held] of cheapest) {
      const { bit, rate, cost } = held;
      const recording = rate * (cost - this.#costOf(bit));
      const measuring = rate * (this.#costs.measured - this.#costOf(bit));
      if (recording <= spare) {
        spare -= recording;
        this.#held.set(fn, bit, false);
        this.#functions.delete(fn);
        change.functions.push({ function: fn, counted: this.#counted(fn, held) });
      } else if (bit === HeldBit.TALLIED && measuring <= spare && this.#terms.mayMeasure(fn)) {
        spare -= measuring;
        this.#held.set(fn, HeldBit.MEASURED, true);
        this.#held.set(fn, bit, false);
        held.bit = HeldBit.MEASURED;
        change.functions.push({ function: fn, isTallied: false });
      }
    }
    const more = this.#valueBytes[this.#detail - 1] - (this.#valueBytes[this.#detail] ?? 0);
    const fits = records * Math.max(0, more) * this.#costs.byte <= spare;
    if (change.functions.length === 0 && this.#detail > 0 && fits && this.#coolWindows >= this.#patience) {
      change.detail = --this.#detail;
      this.#deeperFor = 0;
    }
    // What came back is seen first.
    if (change.functions.length > 0 || change.detail !== undefined) this.#coolWindows = 0;
    return change;
  }

  #costOf(bit: number): number {
    return bit === HeldBit.MEASURED ? this.#costs.measured : this.#costs.tallied;
  }

  #counted(fn: number, { from }: Held): Counted {
    const { calls, kept } = countOf(this.#held.of(fn));
    return { calls: calls - from.calls, kept: kept - from.kept };
  }
}
