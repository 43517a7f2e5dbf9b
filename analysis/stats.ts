import type { Histogram } from "./histogram.ts";
import type { Omissions } from "./omissions.ts";

/** What the statistics are by. */
export type Grouping = "function" | "module" | "process" | "thread";

/** What is known of the calls of one function, module, process or thread. Times in nanoseconds. */
export interface Statistic {
  /** Names it: `Cart.total`, `src/cart.ts`, a pid, `pid/tid`. */
  name: string;
  /** Functions: where it is defined, `src/cart.ts:17`. */
  place: string;
  calls: number;
  /** Of `calls`, how many have no end. */
  unfinished: number;
  exceptions: number;
  /** How many different functions called it. */
  callers: number;
  /** From call to end, waiting included; of calls inside another of the same group only the outermost counts. */
  total: number;
  /** On top of the stack. */
  self: number;
  /** On the stack, callees included, and off it between call and end: generators and async functions wait. */
  running: number;
  waiting: number;
  /** Of single calls that ended, from call to end; NaN without any. */
  average: number;
  median: number;
  p99: number;
  min: number;
  max: number;
  /** Whether records were lost while a call of it was open. */
  gap: boolean;
  /** Records that ended a stretch of `self`, and of `running`: tracing has cost some of that time. */
  ownRecords: number;
  runningRecords: number;
}

/** Statistics, in no order, and what they are of. */
export interface Statistics {
  /** `rows`: the traces that are there. `counters`: what was counted of everything that was ever recorded. */
  source: "rows" | "counters";
  rows: Statistic[];
  omissions: Omissions;
}

/** Where statistics come from. */
export interface StatisticsSource {
  read(by: Grouping): Statistics;
}

/** Numbers being gathered. */
export interface Tally {
  calls: number;
  ended: number;
  exceptions: number;
  callers: Set<number>;
  total: number;
  self: number;
  running: number;
  waiting: number;
  sum: number;
  min: number;
  max: number;
  durations: Histogram;
  gap: boolean;
  ownRecords: number;
  runningRecords: number;
}

/** What a tally says. */
export function toStatistic(tally: Tally, name: string, place: string): Statistic {
  const { calls, ended, exceptions, callers, total, self, running, waiting, sum, min, max, durations, gap } = tally;
  const { ownRecords, runningRecords } = tally;
  const within = (value: number): number => Math.min(Math.max(value, min), max);
  return {
    ...{ name, place, calls, unfinished: calls - ended, exceptions, callers: callers.size },
    ...{ total, self, running, waiting, gap, ownRecords, runningRecords },
    average: ended === 0 ? NaN : sum / ended,
    median: ended === 0 ? NaN : within(durations.percentile(0.5)),
    p99: ended === 0 ? NaN : within(durations.percentile(0.99)),
    min: ended === 0 ? NaN : min,
    max: ended === 0 ? NaN : max,
  };
}
