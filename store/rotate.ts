import { renameSync, rmSync } from "node:fs";
import { parse, resolve } from "node:path";
import { TstraceError } from "../errors.ts";
import { isAlive } from "./alive.ts";
import { entry, identifyAny, openForWriting } from "./open.ts";

/** How many earlier recordings are kept beside the newest. */
export const KEPT = 5;

/** What belongs to a database beside the file itself. */
export const COMPANIONS = ["-wal", "-shm", "-journal"];

/** Where the recording of this number is: 0 the newest, `traces.sqlite`, and so on to the oldest, `traces.5.sqlite`. */
export function rotatedPath(path: string, number: number): string {
  if (number === 0) return path;
  const { dir, name, ext } = parse(resolve(path));
  return `${dir === "/" ? "" : dir}/${name}.${number}${ext}`;
}

/** The numbers of the recordings that there are beside `path`, the newest first. Some may be missing. */
export function rotatedNumbers(path: string): number[] {
  return Array.from({ length: KEPT + 1 }, (_, number) => number).filter((number) => entry(rotatedPath(path, number)));
}

/** Bytes that a database takes with all that belongs to it. */
export function sizeOnDisk(path: string): number {
  return ["", ...COMPANIONS].reduce((sum, companion) => sum + (entry(path + companion)?.size ?? 0), 0);
}

function move(from: string, to: string): void {
  renameSync(from, to);
  for (const companion of COMPANIONS) {
    if (entry(from + companion)) renameSync(from + companion, to + companion);
  }
}

/** Deletes a database with all that belongs to it. */
export function remove(path: string): void {
  for (const companion of ["", ...COMPANIONS]) rmSync(path + companion, { force: true });
}

/** Whether another connection has the database open: then it cannot leave WAL mode. */
function isOpen(db: ReturnType<typeof openForWriting>): boolean {
  try {
    db.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; PRAGMA journal_mode = WAL");
    return false;
  } catch {
    return true;
  }
}

/**
 * Throws where the database is being recorded into: its file would be renamed under its writers. Taken
 * for so when its newest recording has no end, the process that began it is alive, and somebody has it
 * open. Also brings what is in its WAL into its file.
 */
export function refuseBusy(path: string): void {
  const db = openForWriting(path);
  try {
    const newest = db.prepare("SELECT pid, status FROM recordings ORDER BY id DESC LIMIT 1").get() as
      | { pid: number; status: string | null }
      | undefined;
    if (newest && newest.status === null && newest.pid !== process.pid && isAlive(newest.pid) && isOpen(db)) {
      throw new TstraceError(
        `cannot start a new recording in ${path}: process ${newest.pid} is recording into it, give another file with --db or add to it with --append`,
      );
    }
  } finally {
    db.close();
  }
}

/**
 * Plans how to put the database at `path` aside as number 1, the earlier ones one number up, the oldest
 * deleted when there are too many. Throws where a file in the way is not a database of traces.
 *
 * @returns does it.
 */
export function planRotation(path: string): () => void {
  const full = resolve(path);
  let free = 1;
  while (free <= KEPT && entry(rotatedPath(full, free))) {
    identifyAny(rotatedPath(full, free));
    free++;
  }
  return () => {
    if (free > KEPT) {
      remove(rotatedPath(full, KEPT));
      free = KEPT;
    }
    for (let number = free; number > 1; number--) move(rotatedPath(full, number - 1), rotatedPath(full, number));
    move(full, rotatedPath(full, 1));
  };
}
