import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { TstraceError } from "../errors.ts";
import { entry, identifyAny, openForWriting, reason, refuseLinks } from "./open.ts";
import { COMPANIONS, planRotation, refuseBusy, remove } from "./rotate.ts";
import { SCHEMA, SCHEMA_VERSION } from "./schema.ts";

/** What `createDatabase` needs to know of the recording that begins. */
export interface Creation {
  command: string;
  /** Absolute. */
  cwd: string;
  /** Milliseconds since 1970, with a fraction. */
  startedMs: number;
  /** The machine's monotonic clock at the same moment, ns; 0 where it cannot be read, as it is by default. */
  monotonicNs?: number;
  /** Add a recording to the database that is there instead of putting it aside. */
  append: boolean;
}

function addRecording(db: DatabaseSync, creation: Creation): number {
  const { startedMs, command, cwd, monotonicNs = 0 } = creation;
  const { lastInsertRowid } = db.prepare(
    `INSERT INTO recordings (started_ms, command, cwd, pid, monotonic_ns, first_trace)
     VALUES (?, ?, ?, ?, ?, (SELECT next FROM sequence))`,
  ).run(startedMs, command, cwd, process.pid, Math.round(monotonicNs));
  return Number(lastInsertRowid);
}

function checkDirectory(path: string): void {
  const directory = dirname(resolve(path));
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TstraceError(`cannot write traces to ${path}: there is no directory ${directory}`);
  }
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new TstraceError(
      `cannot write traces to ${path}: the directory ${directory} is not writable, give another file with --db`,
      1,
      { cause: error },
    );
  }
}

/**
 * Makes the whole database under another name, so that nobody ever sees half of one. SQLite gives its
 * companion files the mode of the database.
 */
function build(path: string, creation: Creation): number {
  const file = openSync(path, "wx", 0o600);
  try {
    fchmodSync(file, 0o600);
  } finally {
    closeSync(file);
  }
  const db = new DatabaseSync(path);
  try {
    // Nobody knows of the file yet: what is written into it later is what may have to outlive the machine.
    db.exec("PRAGMA synchronous = OFF; PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; BEGIN");
    db.exec(SCHEMA);
    const recording = addRecording(db, creation);
    db.exec("COMMIT");
    return recording;
  } finally {
    db.close();
  }
}

/** Gives the database its name, which must not be taken unless by an empty file. */
function publish(from: string, to: string): void {
  if (!entry(to)) {
    for (const companion of COMPANIONS) rmSync(to + companion, { force: true });
    try {
      linkSync(from, to);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    }
  }
  renameSync(from, to);
}

/**
 * Begins a recording: puts the database at `path` aside (`traces.sqlite` becomes `traces.1.sqlite`, and so
 * on; five are kept) and makes a new one, or with `append` adds the recording to the one that is there.
 *
 * @returns the id of the recording.
 * @throws {TstraceError} where `path` cannot be written, is a symbolic link, is something else than a
 * database of traces (with `append` of this version), or is being recorded into. Nothing is changed on disk then.
 */
export function createDatabase(path: string, creation: Creation): number {
  const full = resolve(path);
  checkDirectory(path);
  refuseLinks(path);
  const existing = entry(full);
  const occupied = existing !== undefined && !(existing.isFile() && existing.size === 0);
  const version = occupied ? identifyAny(path) : SCHEMA_VERSION;
  if (occupied && creation.append) {
    const db = openForWriting(path);
    try {
      return addRecording(db, creation);
    } catch (error) {
      throw new TstraceError(`cannot write traces to ${path}: ${reason(error)}`, 1, { cause: error });
    } finally {
      db.close();
    }
  }
  // One of another version is only put aside.
  if (occupied && version === SCHEMA_VERSION) refuseBusy(path);
  const rotate = occupied ? planRotation(full) : () => {};
  const temporary = `${full}.new-${process.pid}`;
  try {
    const recording = build(temporary, creation);
    rotate();
    publish(temporary, full);
    return recording;
  } catch (error) {
    throw new TstraceError(`cannot write traces to ${path}: ${reason(error)}`, 1, { cause: error });
  } finally {
    remove(temporary);
  }
}
