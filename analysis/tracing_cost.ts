import type { StoreReader } from "../store/mod.ts";
import { correctedTimes } from "./corrected.ts";
import type { Statistic } from "./stats.ts";

/**
 * What a record cost the recorded program at least, whole ns; 0 where that is not known. Of each process two things are known
 * that it cannot exceed: what a record cost when the process began, and the shortest call that it ever made, as between
 * call and return there is one.
 */
export function tracingCost(reader: StoreReader): number {
  const [{ cost }] = reader.query(
    `SELECT min(min(ifnull(record_ns, 0), shortest)) AS cost FROM processes
     JOIN (SELECT process, min(shortest) AS shortest FROM counters GROUP BY process) AS seen
       ON seen.process = processes.id
     WHERE shortest IS NOT NULL`,
    [],
  );
  return Math.max(0, Math.floor(Number(cost ?? 0)) || 0);
}

/**
 * Statistics less what tracing has cost: `cost` ns for each record. Times of single calls become shorter as the total of
 * their function does: how many records were in which of them is not known any more.
 */
export function withoutTracing(row: Statistic, cost: number): Statistic {
  const { self, running, total } = correctedTimes(row, cost);
  // Groups of functions may have no total: nobody knows it.
  const [now, before] = Number.isNaN(total) ? [self, row.self] : [total, row.total];
  const share = before > 0 ? Math.max(0, now) / before : 1;
  const { average, median, p99, min, max } = row;
  return {
    ...{ ...row, self, running, total },
    ...{ average: average * share, median: median * share, p99: p99 * share, min: min * share, max: max * share },
  };
}

/** What is said of times that are less `cost` ns for each record; 0: that they are as recorded. */
export function describeTimes(cost: number): string {
  return cost > 0 ? `times less ${Math.round(cost)} ns for each trace` : "times with the cost of tracing";
}
