import { availableParallelism } from "node:os";
import { type Chunk, Header, type HeldFunctions, type RingReader } from "../ring/mod.ts";
import { type BudgetChange, SlowdownBudget } from "./budget.ts";
import { HotFunctions } from "./hot.ts";
import { processorWait } from "./processor_wait.ts";
import { Rates } from "./rates.ts";
import type { Source } from "./source.ts";

/** Nothing changes. */
const NOTHING: BudgetChange = { functions: [] };

/** What a thread may cost; 0: as much as it does. */
export interface Bounds {
  /** How many calls a second of a function are recorded. */
  autoMute?: number;
  /** How much longer the thread may take than untraced, as a part of that. */
  slowdown?: number;
}

/** Watches what comes from a thread, and decides what it is not to record. */
export class Watch {
  /** Records that may have less of values than was asked for. */
  shallow = 0;
  readonly #reader: RingReader;
  readonly #pid: number;
  readonly #rates = new Rates();
  readonly #hot: HotFunctions | undefined;
  readonly #budget: SlowdownBudget | undefined;
  /** How long (ns) the thread had waited for a processor when it was looked last. */
  #waited = 0;

  constructor(reader: RingReader, held: HeldFunctions, { functions, process }: Source, bounds: Bounds) {
    const { autoMute = 0, slowdown = 0 } = bounds;
    this.#reader = reader;
    this.#pid = process.info.pid;
    const mayMeasure = (fn: number): boolean => functions.get(fn)?.suspends === false;
    const mayHold = (fn: number): boolean => (functions.get(fn)?.info.kind ?? "module") !== "module";
    if (autoMute > 0) this.#hot = new HotFunctions(autoMute, held, mayMeasure);
    if (slowdown === 0) return;
    const recordNs = process.info.recordNs ?? NaN;
    const processors = availableParallelism();
    this.#budget = new SlowdownBudget({ slowdown, recordNs, processors, mayMeasure, mayHold }, held);
    this.#waited = this.#processorWait();
  }

  /** How much less of values is shown than was asked for; 0: nothing less. */
  get detail(): number {
    return this.#budget?.detail ?? 0;
  }

  /** Takes in what came. */
  take(chunk: Chunk): void {
    this.#rates.take(chunk);
    if (this.detail > 0) this.shallow += chunk.records;
  }

  /** Decides, now and then; `now` is in milliseconds. */
  decide(now: number): BudgetChange {
    const rates = this.#rates;
    const seconds = rates.ended(now);
    if (seconds === undefined) return NOTHING;
    const functions = this.#hot?.decide(seconds, rates) ?? [];
    const change = this.#budget ? this.#keep(this.#budget, seconds) : NOTHING;
    rates.next(now);
    return { ...change, functions: [...functions, ...change.functions] };
  }

  /** Tells what was counted of functions that still are held back, and not told yet. */
  soFar(): BudgetChange {
    return { functions: [...this.#hot?.soFar() ?? [], ...this.#budget?.soFar() ?? []] };
  }

  #keep(budget: SlowdownBudget, seconds: number): BudgetChange {
    const waited = this.#processorWait();
    const change = budget.decide(seconds, this.#rates, waited - this.#waited);
    this.#waited = waited;
    if (change.detail !== undefined) this.#reader.detail(change.detail);
    return change;
  }

  #processorWait(): number {
    return processorWait(this.#pid, this.#reader.ints[Header.SYSTEM_TID]);
  }
}
