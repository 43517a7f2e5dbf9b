import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { CounterRow, DurationsRow } from "./types.ts";

/** What was counted since the last time. */
export interface Statistics {
  counters: readonly CounterRow[];
  durations: readonly DurationsRow[];
}

/** Rows that one statement adds. */
const BATCH = 16;
const SUMS = [
  "calls",
  "returns",
  "exceptions",
  "begins_lost",
  "ends_lost",
  "duration",
  "running",
  "self",
  "waiting",
  "own_records",
  "running_records",
];

function prepareCounters(db: DatabaseSync, rows: number): StatementSync {
  const one = `(${Array(16).fill("?").join(", ")})`;
  return db.prepare(
    `INSERT INTO counters VALUES ${Array(rows).fill(one).join(", ")} ON CONFLICT DO UPDATE SET
       ${SUMS.map((name) => `${name} = ${name} + excluded.${name}`).join(", ")},
       shortest = min(ifnull(shortest, excluded.shortest), ifnull(excluded.shortest, shortest)),
       longest = max(ifnull(longest, excluded.longest), ifnull(excluded.longest, longest))`,
  );
}

/** Prepares the adding of statistics to those that are there. Several writers may add to the same rows. */
export function prepareAdd(db: DatabaseSync): (rows: Statistics) => void {
  const many = prepareCounters(db, BATCH);
  const one = prepareCounters(db, 1);
  const read = db.prepare("SELECT durations FROM histograms WHERE process = ? AND function = ?");
  const write = db.prepare("INSERT OR REPLACE INTO histograms VALUES (?, ?, ?)");
  return ({ counters, durations }) => {
    const whole = counters.length - counters.length % BATCH;
    for (let i = 0; i < whole; i += BATCH) many.run(...counters.slice(i, i + BATCH).flatMap(parametersOf));
    for (let i = whole; i < counters.length; i++) one.run(...parametersOf(counters[i]));
    for (const row of durations) {
      const before = read.get(row.process, row.function) as { durations: string } | undefined;
      write.run(row.process, row.function, merge(before?.durations, row.durations));
    }
  };
}

function parametersOf(row: CounterRow): (number | null)[] {
  const { process, function: callee, caller, calls, returns, exceptions, beginsLost, endsLost } = row;
  const { duration, running, self, waiting, ownRecords, runningRecords, shortest, longest } = row;
  const counts = [calls, returns, exceptions, beginsLost, endsLost];
  return [
    process,
    callee,
    caller,
    ...counts,
    duration,
    running,
    self,
    waiting,
    ownRecords,
    runningRecords,
    shortest,
    longest,
  ];
}

/** A histogram as it is kept: a JSON object, ns to count, in ascending order. */
function merge(before: string | undefined, added: DurationsRow["durations"]): string {
  const counts: Record<string, number> = before === undefined ? {} : JSON.parse(before);
  for (const [ns, count] of added) counts[ns] = (counts[ns] ?? 0) + count;
  return JSON.stringify(counts);
}
