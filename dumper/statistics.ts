import type { CounterRow, DurationsRow } from "../store/mod.ts";
import type { OpenCalls } from "./calls.ts";
import { Count, Counters } from "./counters.ts";
import { bucketOf, BUCKETS, middleOf } from "./histogram.ts";
import { RunningCalls } from "./running_calls.ts";

/** `Kind.EXCEPTION` of proto/trace.proto. */
const EXCEPTION = 2;

/** States of an open call. It is counted, runs, runs as the outermost of its function, and its end was lost. */
const State = { WAITS: 0, RUNS: 1, OUTERMOST: 3, GONE: 4 } as const;
/** An open call whose function is not known is not counted. */
const UNCOUNTED = -1;
/** What `callerOf` says of it. */
const NO_CALLER = -2;

/** Histograms that are free. Only so many are in use as functions have calls that ended since the last commit. */
const free: Uint32Array[] = [];

/** Rows of statistics as they go to the store. */
export interface StatisticsRows {
  counters: CounterRow[];
  durations: DurationsRow[];
}

/**
 * Counts the calls of one thread, from each of its records: of those too that no row will be kept of. What happened
 * while records were lost is not made up: a call's time counts where both its ends are known, and time is a call's own
 * where a record says so.
 */
export class Statistics {
  readonly #open: OpenCalls;
  readonly #suspends: (fn: number) => boolean;
  readonly #counters = new Counters();
  readonly #running = new RunningCalls();
  /** By function: durations since the last commit. */
  readonly #histograms: (Uint32Array | undefined)[] = [];
  /** The functions that have one. */
  #ended: number[] = [];
  /** When (ns) records were lost last. */
  #gapAt = -1;
  #isPending = false;
  #isWritten = false;
  readonly #gone = (id: number): void => this.#loseEnd(id);

  /** `suspends` tells whether the calls of a function may be suspended. */
  constructor(open: OpenCalls, suspends: (fn: number) => boolean) {
    this.#open = open;
    this.#suspends = suspends;
  }

  /** Whether there is something that `rows` was not asked for, or that was not committed. */
  get isPending(): boolean {
    return this.#isPending;
  }

  /** Records were lost, until `now` (ns). */
  gap(now: number): void {
    this.#running.doubt();
    this.#gapAt = now;
  }

  /**
   * A call begins, `elapsed` ns after the record before. `parent` is the id of the call that it is made from and
   * `parentSlot` the slot of that, `fn` is -1 where the function is not known. Returns where it is counted, for `began`.
   */
  call(parent: number, parentSlot: number, fn: number, elapsed: number): number {
    this.#note();
    const open = this.#open;
    let caller = -1;
    if (parentSlot >= 0 && open.counts[parentSlot] >= 0) {
      this.#own(open.counts[parentSlot], elapsed);
      caller = open.functions[parentSlot];
    }
    this.#running.align(parent, this.#gone);
    if (fn < 0) return UNCOUNTED;
    const index = this.#counters.find(caller, fn);
    this.#counters.values[index + Count.CALLS]++;
    return index;
  }

  /** The call has got an id and a slot among the open ones. */
  began(slot: number, id: number, fn: number, index: number, now: number): void {
    const open = this.#open;
    open.counts[slot] = index;
    open.since[slot] = now;
    open.recordsSince[slot] = open.records;
    open.states[slot] = this.#running.push(id, fn) ? State.OUTERMOST : State.RUNS;
  }

  /** A call ends. `slot` is -1 where it was not seen to begin. */
  end(slot: number, id: number, fn: number, kind: number, elapsed: number, now: number): void {
    this.#note();
    this.#running.pop(id, this.#gone);
    const open = this.#open;
    const ending = kind === EXCEPTION ? Count.EXCEPTIONS : Count.RETURNS;
    if (slot < 0) {
      if (fn >= 0) this.endAlone(fn, kind);
      return;
    }
    const index = open.counts[slot];
    if (index < 0) return;
    const { values } = this.#counters;
    const duration = Math.max(0, now - open.times[slot]);
    values[index + ending]++;
    this.#own(index, elapsed);
    values[index + Count.DURATION] += duration;
    if (duration < values[index + Count.SHORTEST]) values[index + Count.SHORTEST] = duration;
    if (duration > values[index + Count.LONGEST]) values[index + Count.LONGEST] = duration;
    this.#stop(slot, index, now);
    const histogram = this.#histograms[open.functions[slot]] ?? this.#newHistogram(open.functions[slot]);
    histogram[bucketOf(duration)]++;
  }

  /** A call ends of which nothing else is known. */
  endAlone(fn: number, kind: number): void {
    const index = this.#counters.find(-1, fn);
    this.#counters.values[index + (kind === EXCEPTION ? Count.EXCEPTIONS : Count.RETURNS)]++;
    this.#counters.values[index + Count.BEGINS_LOST]++;
  }

  /** A call is suspended. */
  suspend(slot: number, id: number, elapsed: number, now: number): void {
    this.#note();
    this.#running.pop(id, this.#gone);
    const index = slot < 0 ? UNCOUNTED : this.#open.counts[slot];
    if (index < 0) return;
    this.#own(index, elapsed);
    this.#stop(slot, index, now);
    this.#open.since[slot] = now;
    this.#open.states[slot] = State.WAITS;
  }

  /** A suspended call goes on. `fn` is -1 where its function is not known. */
  resume(slot: number, id: number, fn: number, elapsed: number, now: number): void {
    this.#note();
    const open = this.#open;
    this.#ran(this.#running.top, elapsed);
    const index = slot < 0 ? UNCOUNTED : open.counts[slot];
    if (index >= 0) {
      if (open.states[slot] === State.WAITS) {
        if (open.since[slot] >= this.#gapAt) this.#counters.values[index + Count.WAITING] += this.#since(slot, now);
      } else {
        // It was suspended while records were lost.
        this.#running.pop(id, this.#gone);
        this.#found(slot, index);
      }
      open.since[slot] = now;
      open.recordsSince[slot] = open.records;
    }
    const isOutermost = this.#running.push(id, index < 0 ? -1 : fn);
    if (index >= 0) open.states[slot] = isOutermost ? State.OUTERMOST : State.RUNS;
  }

  /** Anything else happened in a call. */
  other(slot: number, elapsed: number): void {
    this.#note();
    this.#ownOf(slot, elapsed);
  }

  /**
   * What was counted since the last commit, as rows to be added. `functionRow` gives the `functions.id` of a function.
   */
  rows(process: number, functionRow: (fn: number) => number): StatisticsRows {
    const counters: CounterRow[] = [];
    const durations: DurationsRow[] = [];
    this.#isWritten = true;
    if (!this.#isPending) return { counters, durations };
    const pairs = this.#counters;
    for (let place = 0; place < pairs.size; place++) {
      if (!pairs.isTouched(place)) continue;
      const caller = pairs.caller(place);
      const names = {
        process,
        function: functionRow(pairs.callee(place)),
        caller: caller < 0 ? 0 : functionRow(caller),
      };
      counters.push({ ...names, ...this.#sums(pairs.index(place)) });
    }
    for (const fn of this.#ended) {
      durations.push({ process, function: functionRow(fn), durations: entriesOf(this.#histograms[fn]!) });
    }
    return { counters, durations };
  }

  /** The transaction that `rows` were for ended: they are in the database, or are not. */
  settle(committed: boolean): void {
    if (committed && this.#isWritten && this.#isPending) {
      this.#isPending = false;
      this.#counters.reset();
      for (const fn of this.#ended) {
        free.push(this.#histograms[fn]!.fill(0));
        this.#histograms[fn] = undefined;
      }
      this.#ended = [];
    }
    this.#isWritten = false;
  }

  /** The function that the call in a slot was made from, for `restore`. */
  callerOf(slot: number): number {
    const index = this.#open.counts[slot];
    return index < 0 ? NO_CALLER : this.#counters.caller(this.#counters.placeOf(index));
  }

  /** Goes on with a call that another dumper saw begin, those that have run longest first. */
  restore(id: number, slot: number, caller: number): void {
    const { states, counts, functions } = this.#open;
    counts[slot] = caller === NO_CALLER ? UNCOUNTED : this.#counters.find(caller, functions[slot]);
    if (states[slot] === State.RUNS || states[slot] === State.OUTERMOST) {
      this.#running.push(id, counts[slot] < 0 ? -1 : functions[slot]);
    }
  }

  #sums(index: number): Omit<CounterRow, "process" | "function" | "caller"> {
    const { values } = this.#counters;
    const isEnded = values[index + Count.LONGEST] >= 0;
    return {
      calls: values[index + Count.CALLS],
      returns: values[index + Count.RETURNS],
      exceptions: values[index + Count.EXCEPTIONS],
      beginsLost: values[index + Count.BEGINS_LOST],
      endsLost: values[index + Count.ENDS_LOST],
      duration: values[index + Count.DURATION],
      running: values[index + Count.RUNNING],
      self: values[index + Count.SELF],
      waiting: values[index + Count.WAITING],
      ownRecords: values[index + Count.OWN_RECORDS],
      runningRecords: values[index + Count.RUNNING_RECORDS],
      shortest: isEnded ? values[index + Count.SHORTEST] : null,
      longest: isEnded ? values[index + Count.LONGEST] : null,
    };
  }

  #since(slot: number, now: number): number {
    return Math.max(0, now - this.#open.since[slot]);
  }

  /** A call that runs ends or is suspended. */
  #stop(slot: number, index: number, now: number): void {
    const { states, since, functions } = this.#open;
    if (states[slot] === State.OUTERMOST) {
      // Of one that may have been suspended meanwhile it is not known how long it ran.
      if (since[slot] >= this.#gapAt || !this.#suspends(functions[slot])) {
        this.#counters.values[index + Count.RUNNING] += this.#since(slot, now);
        this.#counters.values[index + Count.RUNNING_RECORDS] += this.#open.records - this.#open.recordsSince[slot];
      }
    } else {
      this.#found(slot, index);
    }
  }

  /** A call was taken for gone, and was not. */
  #found(slot: number, index: number): void {
    if (this.#open.states[slot] === State.GONE) this.#counters.values[index + Count.ENDS_LOST]--;
  }

  /** The end of a call was lost. */
  #loseEnd(id: number): void {
    const slot = this.#open.find(id);
    if (slot < 0 || this.#open.counts[slot] < 0) return;
    this.#open.states[slot] = State.GONE;
    this.#counters.values[this.#open.counts[slot] + Count.ENDS_LOST]++;
  }

  /** The innermost call was so for a while, without a record of its own. */
  #ran(id: number, elapsed: number): void {
    if (id !== 0) this.#ownOf(this.#open.find(id), elapsed);
  }

  /** A record is counted. */
  #note(): void {
    this.#isPending = true;
    this.#open.records++;
  }

  /** The time since the record before was that of a call alone. */
  #own(index: number, elapsed: number): void {
    const { values } = this.#counters;
    values[index + Count.SELF] += elapsed;
    values[index + Count.OWN_RECORDS]++;
  }

  #ownOf(slot: number, elapsed: number): void {
    if (slot >= 0 && this.#open.counts[slot] >= 0) this.#own(this.#open.counts[slot], elapsed);
  }

  #newHistogram(fn: number): Uint32Array {
    this.#ended.push(fn);
    return this.#histograms[fn] = free.pop() ?? new Uint32Array(BUCKETS);
  }
}

function entriesOf(histogram: Uint32Array): [ns: number, count: number][] {
  const entries: [number, number][] = [];
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    if (histogram[bucket] > 0) entries.push([middleOf(bucket), histogram[bucket]]);
  }
  return entries;
}
