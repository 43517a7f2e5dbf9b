import { accessSync, closeSync, constants, lstatSync, openSync, readSync, type Stats } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { TstraceError } from "../errors.ts";
import { APPLICATION_ID, SCHEMA_VERSION } from "./schema.ts";

/** How long a connection waits for another one's transaction by default, in ms. */
const BUSY_TIMEOUT = 10_000;

/** The most that SQLite maps; what lies behind it is read page by page. */
const MAPPED_BYTES = 0x7fff0000;

/** Bytes of a database's header, and how it begins. */
const HEADER_BYTES = 100;
const MAGIC = "SQLite format 3\0";

/** The text of an error of the system or of SQLite. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What lies at `path` itself, undefined where nothing does; a symbolic link is not followed. */
export function entry(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new TstraceError(`cannot look at ${path}: ${reason(error)}`, 1, { cause: error });
  }
}

/** Throws where what is to be written is a symbolic link: it could lead anywhere. */
export function refuseLinks(path: string): void {
  for (const name of [path, `${path}-wal`, `${path}-shm`]) {
    if (entry(name)?.isSymbolicLink()) {
      throw new TstraceError(`refusing to write traces to ${name}: it is a symbolic link, give the file itself`);
    }
  }
}

/** The address of a database as a URI, under which SQLite touches nothing beside it and takes no lock. */
function immutable(path: string): string {
  return `${pathToFileURL(resolve(path)).href}?immutable=1`;
}

/**
 * What the header of a database says of it (https://www.sqlite.org/fileformat.html, section 1.3); undefined where
 * there is none. To read it takes no lock, and in Deno no permission but that for the file.
 */
function readHeader(path: string): { application: number; version: number } | undefined {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  try {
    const file = openSync(path, "r");
    try {
      if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new TstraceError(`cannot read ${path}: permission denied`, 1, { cause: error });
  }
  for (let i = 0; i < MAGIC.length; i++) if (header.getUint8(i) !== MAGIC.charCodeAt(i)) return undefined;
  return { application: header.getUint32(68), version: header.getUint32(60) };
}

/** Throws unless `path` is a database of traces, of any version; returns that. Changes nothing on disk. */
export function identifyAny(path: string): number {
  const found = entry(path);
  if (!found) {
    throw new TstraceError(
      `no traces found: ${path} does not exist, record some with tstrace run or name another file with --db`,
    );
  }
  if (found.isDirectory()) {
    throw new TstraceError(`cannot use ${path}: it is a directory, not a database of traces`);
  }
  const header = found.isFile() || found.isSymbolicLink() ? readHeader(path) : undefined;
  if (!header) {
    throw new TstraceError(`cannot use ${path}: it is not a database of traces, name another file with --db`);
  }
  const { application, version } = header;
  if (application !== APPLICATION_ID) {
    throw new TstraceError(`cannot use ${path}: it is a database of another program, name another file with --db`);
  }
  return version;
}

/** Throws unless `path` is a database of traces of this version. Changes nothing on disk. */
export function identify(path: string): void {
  const version = identifyAny(path);
  if (version > SCHEMA_VERSION) {
    throw new TstraceError(
      `cannot use ${path}: a newer tstrace wrote it (database version ${version}, this one knows ${SCHEMA_VERSION}), update tstrace`,
    );
  }
  if (version < SCHEMA_VERSION) {
    throw new TstraceError(
      `cannot use ${path}: an older tstrace wrote it (database version ${version}, this one knows ${SCHEMA_VERSION}), move it away`,
    );
  }
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(resolve(path)), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function connect(location: string, readOnly: boolean, timeout = BUSY_TIMEOUT): DatabaseSync {
  const db = new DatabaseSync(location, { readOnly, timeout });
  try {
    db.exec("PRAGMA trusted_schema = OFF");
    db.prepare("SELECT next FROM sequence").get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a database of traces for writing; `timeout` is how long (ms) to wait for another connection's transaction. */
export function openForWriting(path: string, timeout?: number): DatabaseSync {
  refuseLinks(path);
  identify(path);
  try {
    const db = connect(resolve(path), false, timeout);
    db.exec("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 33554432");
    return db;
  } catch (error) {
    throw new TstraceError(`cannot write traces to ${path}: ${reason(error)}`, 1, { cause: error });
  }
}

/**
 * Has a connection look at the file in memory instead of copying each page: a fourth of the time of a full scan. A file
 * that another program cuts short meanwhile ends the process.
 */
function map(db: DatabaseSync): void {
  db.exec(`PRAGMA mmap_size = ${MAPPED_BYTES}`);
}

/**
 * Opens a database of traces for reading. Where its directory can be written, the connection could write
 * too but is told not to: so the last one to close clears away `-wal` and `-shm`, which a read-only
 * connection would leave behind. Where SQLite cannot keep those files (a read-only directory), it is
 * read as it lies.
 *
 * `mapped` is for what reads once and is done: it is faster, but must not be used where a database may go away.
 */
export function openForReading(path: string, mapped = false): DatabaseSync {
  const db = connectForReading(path);
  if (mapped) map(db);
  return db;
}

function connectForReading(path: string): DatabaseSync {
  identify(path);
  const full = resolve(path);
  try {
    if (canWrite(path)) {
      const db = connect(full, false);
      db.exec("PRAGMA query_only = ON");
      return db;
    }
    try {
      return connect(full, true);
    } catch (error) {
      if (!/unable to open|readonly|read-only/.test(reason(error))) throw error;
      return connect(immutable(path), true);
    }
  } catch (error) {
    throw new TstraceError(`cannot read ${path}: ${reason(error)}`, 1, { cause: error });
  }
}
