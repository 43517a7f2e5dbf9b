/**
 * The directory of one recording: the rings of its threads, a hook file that carries the settings into every process
 * of the program without needing permission to read the environment, and a note of whose recording it is.
 *
 * @module
 */
import {
  accessSync,
  constants,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import type { Choice, Redaction, Triggers } from "../dumper/mod.ts";
import type { Settings } from "../tracer/mod.ts";
import { identityOf, type ProcessIdentity } from "./processes.ts";

/** Linux' file system in memory: rings there are never written to a disk. */
const SHARED_MEMORY = "/dev/shm";

/** Names in a recording's directory. */
export const NOTE = "recording.json";
export const CLAIM = "claim.json";
/** What users say of the recording while it runs. */
export const CONTROL = "control.json";
const HOOK = "hook.cjs";

/** What a recording's directory tells of the recording. */
export interface RecordingNote {
  /** The tstrace that takes the records. */
  owner: ProcessIdentity;
  /** Absolute path of the database, and `recordings.id` in it. */
  database: string;
  recording: number;
  /** When it began: milliseconds since 1970, with a fraction; and by the machine's monotonic clock, ns. */
  startedMs: number;
  monotonicNs: number;
  /** The script or command with its arguments. */
  command: string;
  cwd: string;
  maxTraces: number;
  /** How large the database may grow, bytes; 0 is unlimited. */
  maxBytes: number;
  /** What nobody may read in it. */
  redact?: Redaction;
  /** Which of its calls are stored; all where nothing is said. */
  choice?: Choice;
  /** What else decides on that. */
  triggers?: Triggers;
}

/** The directories in which recordings may have theirs, the first that can be written being taken. */
export function baseDirectories(): string[] {
  const { TSTRACE_RING_DIRECTORY: chosen } = process.env;
  return chosen ? [chosen] : [...new Set([SHARED_MEMORY, tmpdir(), "/tmp"])];
}

/**
 * A directory for a new recording, mode 0700: in shared memory, or in the system's directory for temporary files, as
 * where the program can write nothing below `/dev`.
 */
export function makeRecordingDirectory(avoidsDevices = false): string {
  const base = recordingBase(avoidsDevices);
  try {
    return realpathSync(mkdtempSync(join(base, `tstrace-${process.pid}-`)));
  } catch (error) {
    throw new TstraceError(`cannot make a directory in ${base} for the recording: ${(error as Error).message}`);
  }
}

/** Where directories of recordings are made. */
export function recordingBase(avoidsDevices = false): string {
  const bases = baseDirectories().filter((path) => path !== SHARED_MEMORY || !avoidsDevices);
  // The path has to go through the quoting rules of three runtimes.
  return bases.find((path) => !/["\\]/.test(path) && isWritable(path)) ?? bases[bases.length - 1];
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Notes whose recording it is, so that it can be taken up where this process is killed. */
export function writeNote(directory: string, note: Omit<RecordingNote, "owner">): void {
  const whole: RecordingNote = { owner: identityOf(), ...note };
  writeFileSync(join(directory, NOTE), JSON.stringify(whole), { flag: "wx", mode: 0o600 });
}

/** Writes the hook file: `library` (the built `hook.cjs`) started with `settings`. Returns its path. */
export function writeHookFile(directory: string, library: string, settings: Omit<Settings, "hook">): string {
  const hook = hookFile(directory);
  const all: Settings = { ...settings, hook };
  const path = JSON.stringify(library);
  // The program is not to find in `require.cache` what it did not require.
  const forget = `delete require.cache[require.resolve(${path})];delete require.cache[__filename];`;
  const text = `{const {start}=require(${path});${forget}start(${JSON.stringify(all)});}\n`;
  writeFileSync(hook, text, { flag: "wx", mode: 0o600 });
  return hook;
}

/** The hook file of a recording. */
export function hookFile(directory: string): string {
  return join(directory, HOOK);
}

/** Removes the directory. Never throws: what is left in a directory for temporary files is no reason to fail. */
export function removeRecordingDirectory(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // Left to the system.
  }
}

/**
 * Removes all but a hook file that does nothing: for processes that carry it on, and would not start their children
 * without. The next tstrace removes it when they have ended.
 */
export function retireRecordingDirectory(directory: string): void {
  try {
    writeFileSync(`${hookFile(directory)}.new`, "", { mode: 0o600 });
    renameSync(`${hookFile(directory)}.new`, hookFile(directory));
    for (const name of readdirSync(directory)) if (name !== HOOK) unlinkSync(join(directory, name));
  } catch {
    // Left to the system.
  }
}
