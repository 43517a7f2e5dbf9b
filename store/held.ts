import type { DatabaseSync } from "node:sqlite";
import type { CounterRow, HeldRow } from "./types.ts";

const FIELDS = ["muted", "calls", "exceptions", "duration", "running", "shortest", "longest", "kept"] as const;

/**
 * Prepares the noting of what a thread held back. Rows hold what was counted since the thread began, so that they can be
 * written again; returned is what is new in them, for the counters. A call that was only counted has no known caller.
 */
export function prepareHold(db: DatabaseSync): (process: number, rows: readonly HeldRow[]) => CounterRow[] {
  const read = db.prepare(
    "SELECT calls, exceptions, duration, running FROM held_back WHERE thread = ? AND number = ?",
  );
  const write = db.prepare(`INSERT OR REPLACE INTO held_back VALUES (?, ?, ?, ${FIELDS.map(() => "?").join(", ")})`);
  return (process, rows) =>
    rows.flatMap((row) => {
      const before = read.get(row.thread, row.number) as Record<string, number> | undefined;
      const isMeasured = row.calls > 0;
      const { shortest, longest } = isMeasured ? row : { shortest: null, longest: null };
      const values = FIELDS.map((field) =>
        field === "shortest" ? shortest : field === "longest" ? longest : row[field]
      );
      write.run(row.thread, row.number, row.function, ...values);
      if (!isMeasured || row.function === 0) return [];
      const grown = (field: "calls" | "exceptions" | "duration" | "running"): number =>
        row[field] - (before?.[field] ?? 0);
      const [calls, exceptions] = [grown("calls"), grown("exceptions")];
      if (calls <= 0) return [];
      return [{
        ...{ process, function: row.function, caller: 0, calls, returns: calls - exceptions, exceptions },
        ...{ beginsLost: 0, endsLost: 0, duration: grown("duration"), running: grown("running") },
        ...{ self: 0, waiting: 0, ownRecords: 0, runningRecords: 0, shortest, longest },
      }];
    });
}
