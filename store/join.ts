import { statSync } from "node:fs";
import { openForReading } from "./open.ts";

/** The recording in the database at `path` that has not ended, where one of these processes began it. */
export function runningRecording(path: string, pids: readonly number[]): number | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.size) return undefined;
  const db = openForReading(path);
  try {
    const newest = db.prepare("SELECT id, pid, status FROM recordings ORDER BY id DESC LIMIT 1").get() as
      | { id: number; pid: number; status: string | null }
      | undefined;
    return newest && newest.status === null && pids.includes(newest.pid) ? newest.id : undefined;
  } finally {
    db.close();
  }
}
