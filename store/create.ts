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
import { entry, identify, openForWriting, reason, refuseLinks } from "./open.ts";
import { COMPANIONS, planRotation, refuseBusy, remove } from "./rotate.ts";
import { SCHEMA } from "./schema.ts";

/** What `createDatabase` needs to know of the recording that begins. */
export interface Creation {
  command: string;
  /** Absolute. */
  cwd: string;
  /** Milliseconds since 1970, with a fraction. */
  startedMs: number;
  /** Add a recording to the database that is there instead of putting it aside. */
  append: boolean;
}

function addRecording(db: DatabaseSync, creation: Creation): void {
  db.prepare(
    `INSERT INTO recordings (started_ms, command, cwd, pid, first_trace)
     VALUES (?, ?, ?, ?, (SELECT next FROM sequence))`,
  ).run(creation.startedMs, creation.command, creation.cwd, process.pid);
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
function build(path: string, creation: Creation): void {
  const file = openSync(path, "wx", 0o600);
  try {
    fchmodSync(file, 0o600);
  } finally {
    closeSync(file);
  }
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN");
    db.exec(SCHEMA);
    addRecording(db, creation);
    db.exec("COMMIT");
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
 * @throws {TstraceError} where `path` cannot be written, is a symbolic link, is something else than a
 * database of traces of this version, or is being recorded into. Nothing is changed on disk then.
 */
export function createDatabase(path: string, creation: Creation): void {
  const full = resolve(path);
  checkDirectory(path);
  refuseLinks(path);
  const existing = entry(full);
  const occupied = existing !== undefined && !(existing.isFile() && existing.size === 0);
  if (occupied) identify(path);
  if (occupied && creation.append) {
    const db = openForWriting(path);
    try {
      addRecording(db, creation);
    } catch (error) {
      throw new TstraceError(`cannot write traces to ${path}: ${reason(error)}`, 1, { cause: error });
    } finally {
      db.close();
    }
    return;
  }
  if (occupied) refuseBusy(path);
  const rotate = occupied ? planRotation(full) : () => {};
  const temporary = `${full}.new-${process.pid}`;
  try {
    build(temporary, creation);
    rotate();
    publish(temporary, full);
  } catch (error) {
    throw new TstraceError(`cannot write traces to ${path}: ${reason(error)}`, 1, { cause: error });
  } finally {
    remove(temporary);
  }
}
