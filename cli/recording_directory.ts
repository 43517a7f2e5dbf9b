/**
 * The directory of one recording: a hook file that carries the settings into every process of the program, without
 * needing permission to read the environment.
 *
 * @module
 */
import { accessSync, constants, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TstraceError } from "../errors.ts";
import type { Settings } from "../tracer/mod.ts";

/** Linux' file system in memory: rings there are never written to a disk. */
const SHARED_MEMORY = "/dev/shm";

/**
 * A directory for a new recording, mode 0700: in shared memory, or in the system's directory for temporary files.
 */
export function makeRecordingDirectory(): string {
  const base = recordingBase();
  try {
    return realpathSync(mkdtempSync(join(base, "tstrace-")));
  } catch (error) {
    throw new TstraceError(`cannot make a directory in ${base} for the recording: ${(error as Error).message}`);
  }
}

/** Where directories of recordings are made. */
export function recordingBase(): string {
  // The path has to go through the quoting rules of three runtimes.
  return [SHARED_MEMORY, tmpdir(), "/tmp"].find((path) => !/["\\]/.test(path) && isWritable(path)) ?? tmpdir();
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Writes the hook file: `library` (the built `hook.cjs`) started with `settings`. Returns its path. */
export function writeHookFile(directory: string, library: string, settings: Omit<Settings, "hook">): string {
  const hook = join(directory, "hook.cjs");
  const all: Settings = { ...settings, hook };
  writeFileSync(hook, `require(${JSON.stringify(library)}).start(${JSON.stringify(all)});\n`, { mode: 0o600 });
  return hook;
}

/** Removes the directory. Never throws: what is left in a directory for temporary files is no reason to fail. */
export function removeRecordingDirectory(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // Left to the system.
  }
}
