import type { StoreReader } from "../store/mod.ts";
import { type Catalogue, readCatalogue } from "./catalogue.ts";
import { noOmissions } from "./omissions.ts";
import { currentRange } from "./range.ts";
import type { Grouping, Statistic, StatisticsSource } from "./stats.ts";

/** What can be summed up of the counters, by the column of `counters` that tells the groups apart. */
const COLUMNS: Readonly<Record<Exclude<Grouping, "thread">, string>> = {
  function: "function",
  module: "functions.module",
  process: "process",
};

type Row = Record<string, number | null>;

/**
 * Statistics of all calls that were ever recorded, also of those whose traces were deleted since or never stored. A
 * module's or a process's `total` and `running` are not known (NaN): its functions call each other.
 */
export function countedStatistics(reader: StoreReader): StatisticsSource {
  return {
    read(by) {
      if (by === "thread") throw new Error("threads are not counted");
      const catalogue = readCatalogue(reader);
      const column = COLUMNS[by];
      const found = reader.query(
        `SELECT ${column} AS key, min(function) AS function, sum(calls) AS calls, sum(exceptions) AS exceptions,
           sum(returns + exceptions - begins_lost) AS ended, sum(calls + begins_lost - returns - exceptions - ends_lost) AS
           unfinished, sum(begins_lost + ends_lost) AS gaps, count(DISTINCT nullif(caller, 0)) AS callers,
           sum(duration) AS duration, sum(running) AS running, sum(self) AS self, sum(waiting) AS waiting,
           sum(own_records) AS own_records, sum(running_records) AS running_records,
           min(shortest) AS shortest, max(longest) AS longest
         FROM counters JOIN functions ON functions.id = function GROUP BY 1`,
        [],
      ) as Row[];
      const durations = readDurations(reader, column);
      const rows = found.map((row) => toStatistic(row, by, catalogue, durations.get(row.key ?? 0)));
      const omissions = { ...noOmissions(reader, currentRange(reader)), deleted: 0, lost: reader.lost() };
      omissions.unfinished = rows.reduce((sum, { unfinished }) => sum + unfinished, 0);
      return { source: "counters", rows, omissions };
    },
  };
}

/** How often which duration (ns) occurred, by group. */
function readDurations(reader: StoreReader, column: string): Map<number, Map<number, number>> {
  const groups = new Map<number, Map<number, number>>();
  const rows = reader.query(
    `SELECT ${column} AS key, durations FROM histograms JOIN functions ON functions.id = function`,
    [],
  );
  for (const row of rows) {
    const key = Number(row.key);
    let counts = groups.get(key);
    if (counts === undefined) groups.set(key, counts = new Map());
    for (const [ns, count] of Object.entries(parseObject(row.durations))) {
      counts.set(Number(ns), (counts.get(Number(ns)) ?? 0) + Number(count));
    }
  }
  return groups;
}

function parseObject(json: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(json));
    return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
  } catch {
    return {};
  }
}

function toStatistic(row: Row, by: Grouping, catalogue: Catalogue, durations: ReadonlyMap<number, number> = new Map()) {
  const number = (name: string): number => row[name] ?? 0;
  const ended = number("ended");
  const min = row.shortest ?? NaN;
  const max = row.longest ?? NaN;
  const sorted = [...durations].sort(([a], [b]) => a - b);
  const percentile = (share: number): number => Math.min(Math.max(percentileOf(sorted, share), min), max);
  // Among functions, those of recursive calls are counted once; among groups of functions nobody has looked.
  const whole = by === "function" ? number("running") : NaN;
  const statistic: Statistic = {
    ...nameOf(by, number("key"), number("function"), catalogue),
    ...{ calls: number("calls"), unfinished: Math.max(0, number("unfinished")), exceptions: number("exceptions") },
    ...{ callers: number("callers"), total: whole + number("waiting"), self: number("self"), running: whole },
    ...{ waiting: number("waiting"), average: ended > 0 ? number("duration") / ended : NaN },
    ...{ median: percentile(0.5), p99: percentile(0.99), min, max, gap: number("gaps") > 0 },
    ...{ ownRecords: number("own_records"), runningRecords: number("running_records") },
  };
  return statistic;
}

function percentileOf(sorted: readonly (readonly [ns: number, count: number])[], share: number): number {
  let left = Math.ceil(share * sorted.reduce((sum, [, count]) => sum + count, 0));
  for (const [ns, count] of sorted) {
    left -= count;
    if (left <= 0) return ns;
  }
  return NaN;
}

function nameOf(by: Grouping, key: number, func: number, catalogue: Catalogue): { name: string; place: string } {
  const called = catalogue.function(func);
  if (by === "function") return { name: called.name, place: `${called.module}:${called.line}` };
  if (by === "module") return { name: called.module, place: "" };
  const thread = [...catalogue.threads.values()].find(({ process }) => process === key);
  return { name: String(thread?.pid ?? "?"), place: thread?.command ?? "" };
}
