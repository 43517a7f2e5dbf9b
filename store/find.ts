import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { entry, identify } from "./open.ts";
import { KEPT, rotatedPath } from "./rotate.ts";

/**
 * Where a recording is: in the database at `path`, or in one that was put aside from there since. Undefined where it
 * is in none of them.
 *
 * @param recording its id and when it began, which together tell it from all others.
 */
export function findRecording(path: string, recording: { id: number; startedMs: number }): string | undefined {
  const full = resolve(path);
  const paths = [full, ...Array.from({ length: KEPT }, (_, index) => rotatedPath(full, index + 1))];
  return paths.find((candidate) => entry(candidate)?.isFile() && holds(candidate, recording));
}

function holds(path: string, { id, startedMs }: { id: number; startedMs: number }): boolean {
  try {
    identify(path);
    const db = new DatabaseSync(path, { timeout: 1000 });
    try {
      return db.prepare("SELECT id FROM recordings WHERE id = ? AND started_ms = ?").get(id, startedMs) !== undefined;
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}
