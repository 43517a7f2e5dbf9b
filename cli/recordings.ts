/**
 * Recordings that were cut off: their tstrace was killed, and what it had not stored is still in their directories.
 *
 * @module
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import { carriersOf, identityOf, isRunning, type ProcessIdentity } from "./processes.ts";
import { baseDirectories, CLAIM, NOTE, type RecordingNote, removeRecordingDirectory } from "./recording_directory.ts";

/** A recording that was cut off. */
export interface CutOffRecording {
  directory: string;
  note: RecordingNote;
  /** Bytes of its rings. */
  bytes: number;
}

/** The tstrace that made a directory has its number in the name. */
const NAME = /^tstrace-(\d+)-\w{6}$/;

/** The directory of the newest recording that runs now into a database; undefined where there is none. */
export function runningRecordingDirectory(database: string): string | undefined {
  const path = realPath(database);
  const running = baseDirectories().flatMap((base) =>
    namesIn(base).map((name) => join(base, name)).flatMap((directory) => {
      if (!NAME.test(directory.slice(base.length + 1)) || !isOurs(directory)) return [];
      const note = readNote(directory);
      const isIt = note !== undefined && realPath(note.database) === path &&
        isRunning(ownerOf(directory, note)) === true;
      return isIt ? [{ directory, startedMs: note.startedMs }] : [];
    })
  );
  return running.sort((a, b) => a.startedMs - b.startedMs).at(-1)?.directory;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Finds the recordings of this user that were cut off, oldest first, and removes what others have left behind. */
export function findCutOffRecordings(): CutOffRecording[] {
  const found = new Map<string, CutOffRecording>();
  for (const base of baseDirectories()) {
    for (const name of namesIn(base)) {
      const directory = join(base, name);
      if (!NAME.test(name) || !isOurs(directory)) continue;
      const recording = look(directory);
      if (recording) found.set(directory, recording);
    }
  }
  return [...found.values()].sort((a, b) => a.note.startedMs - b.note.startedMs);
}

/**
 * The recording in a directory.
 *
 * @throws {TstraceError} where there is none, or its tstrace lives.
 */
export function cutOffRecordingIn(directory: string): CutOffRecording {
  const refuse = (reason: string): never => {
    throw new TstraceError(`cannot recover ${directory}: ${reason}`);
  };
  if (!isOurs(directory)) refuse("it is no directory that you alone may use");
  const note = readNote(directory);
  if (!note) return refuse("it holds no recording");
  const owner = ownerOf(directory, note);
  const running = isRunning(owner);
  if (running !== false) {
    refuse(running ? `process ${owner.pid} still takes its records` : "it belongs to another container");
  }
  return { directory, note, bytes: bytesIn(directory) };
}

/**
 * Makes this process the one that takes the records.
 *
 * @throws {TstraceError} where another one is quicker.
 */
export function claim({ directory, note }: CutOffRecording): void {
  const path = join(directory, CLAIM);
  if (isRunning(ownerOf(directory, note)) === false) rmSync(path, { force: true });
  try {
    writeFileSync(path, JSON.stringify(identityOf()), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
    throw new TstraceError(`cannot recover ${directory}: another process does so already`);
  }
}

/** One line that offers to recover what was found; undefined where nothing was. */
export function offer(found: readonly CutOffRecording[]): string | undefined {
  const newest = found.at(-1);
  if (!newest) return undefined;
  const [{ command }, what] = [newest.note, describe(newest)];
  const line = found.length === 1
    ? `the recording of ${command} was cut off (${what})`
    : `${found.length} recordings were cut off, the newest of ${command} (${what})`;
  return `${line}: tstrace recover stores what is left of ${found.length === 1 ? "it" : "them"}`;
}

/** When it began, how many bytes are left, and of which database it is. */
export function describe({ note, bytes }: CutOffRecording): string {
  const when = new Date(note.startedMs);
  const pad = (part: number): string => String(part).padStart(2, "0");
  const date = `${when.getFullYear()}-${pad(when.getMonth() + 1)}-${pad(when.getDate())}`;
  const time = `${pad(when.getHours())}:${pad(when.getMinutes())}:${pad(when.getSeconds())}`;
  return `${date} ${time}, ${Math.ceil(bytes / 1024 ** 2)} MB, ${shownPath(note.database)}`;
}

/** A path as it is shortest from here. */
export function shownPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return shown.startsWith("..") ? path : shown;
}

/** What lies in the directory, if it is cut off; what is of no use to anybody is removed. */
function look(directory: string): CutOffRecording | undefined {
  const note = readNote(directory);
  const pid = Number(NAME.exec(directory.slice(directory.lastIndexOf("/") + 1))?.[1]);
  // Without a note it is just being made, or its maker was killed before there was anything to keep.
  const running = note ? isRunning(ownerOf(directory, note)) : isRunning(identityOf(pid));
  if (running !== false) return undefined;
  // Though no ring is left, nobody has noted yet that the recording has ended.
  if (note) return { directory, note, bytes: bytesIn(directory) };
  if (carriersOf(directory).length === 0) removeRecordingDirectory(directory);
  return undefined;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Whether it is a directory that its owner alone may use, and that is we. */
function isOurs(directory: string): boolean {
  const found = lstatSync(directory, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && (found.mode & 0o077) === 0 &&
    (process.geteuid === undefined || found.uid === process.geteuid());
}

function bytesIn(directory: string): number {
  return namesIn(directory).filter((name) => name.endsWith(".ring"))
    .reduce((sum, name) => sum + (lstatSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

function ownerOf(directory: string, note: RecordingNote): ProcessIdentity {
  const claimed = readJson(join(directory, CLAIM)) as ProcessIdentity | undefined;
  return isIdentity(claimed) ? claimed : note.owner;
}

function readNote(directory: string): RecordingNote | undefined {
  const note = readJson(join(directory, NOTE)) as RecordingNote | undefined;
  const texts = [note?.database, note?.command, note?.cwd];
  const numbers = [note?.recording, note?.startedMs, note?.monotonicNs, note?.maxTraces, note?.maxBytes];
  const { redact, choice, triggers } = note ?? {};
  const redacts = redact === undefined || (Array.isArray(redact.paths) && typeof redact.values === "boolean");
  const chooses = choice === undefined || [choice?.depthLimit, choice?.sample].every(Number.isInteger);
  const hasTriggers = triggers === undefined || typeof triggers?.cwd === "string";
  const valid = redacts && chooses && hasTriggers && isIdentity(note?.owner) &&
    texts.every((text) => typeof text === "string") &&
    numbers.every((number) => Number.isFinite(number));
  return valid ? note : undefined;
}

function isIdentity(value: ProcessIdentity | undefined): value is ProcessIdentity {
  return Number.isInteger(value?.pid) && value!.pid > 0 && typeof value!.started === "string" &&
    typeof value!.place === "string";
}

/** The content of a regular file; undefined where there is none, or it makes no sense. */
function readJson(path: string): unknown {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return fstatSync(file).isFile() ? JSON.parse(readFileSync(file, "utf8")) ?? undefined : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
