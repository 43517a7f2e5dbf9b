import * as fs from "node:fs";
import { join } from "node:path";
import type { Runtime } from "../runtime/types.ts";
import { type Announcement, RecordingEnded, type ThreadInfo, type Transport } from "./transport.ts";

// Taken before the program can replace them.
const { closeSync, constants, openSync, renameSync, unlinkSync, writeFileSync, writeSync } = fs;

/** Where rings as mapped files go, and what Node needs to map them. */
export interface SharedOptions {
  directory: string;
  library: string;
  /** The process that takes the records. */
  collector: number;
}

/**
 * Lays the ring of a thread into a mapped file in the recording's directory, where tstrace takes the records: they are
 * there even if the program is killed in the next instant. Where that cannot be done the answer is why.
 */
export function openSharedRing(
  { directory, library }: SharedOptions,
  thread: ThreadInfo,
  bytes: number,
  runtime: Runtime,
): Transport | string {
  const refusal = runtime.refusesMapping?.(directory);
  if (refusal !== undefined) return refusal;
  // A process id comes again, and a thread's number may be the same in two isolates.
  const name = join(directory, `${thread.process.pid}-${thread.tid}-${Math.trunc(runtime.now())}`);
  const [ringFile, log] = [`${name}.ring`, `${name}.log`];
  let reason = "its runtime cannot map files";
  try {
    writeFileSync(log, `${JSON.stringify(thread)}\n`, { flag: "wx", mode: 0o600 });
    makeFile(`${name}.new`, bytes);
    // Under its name a ring has its full size from the first.
    renameSync(`${name}.new`, ringFile);
    const ring = runtime.mapFile(ringFile, bytes, library);
    if (ring) return { ring, announce: (announcement) => announce(log, announcement) };
  } catch (error) {
    reason = (error as Error).message;
  }
  for (const file of [`${name}.new`, ringFile, log]) {
    try {
      unlinkSync(file);
    } catch {
      // It was not made.
    }
  }
  return reason;
}

function announce(log: string, announcement: Announcement): void {
  try {
    // Not made anew: where it is gone, so is the recording.
    const file = openSync(log, constants.O_WRONLY | constants.O_APPEND);
    try {
      writeSync(file, `${JSON.stringify(announcement)}\n`);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw (error as { code?: string }).code === "ENOENT" ? new RecordingEnded() : error;
  }
}

const PIECE = new Uint8Array(1 << 20);

/** Makes a file of zeros. A hole would do, but where the file system is full, to write to it would kill the program. */
function makeFile(path: string, bytes: number): void {
  const file = openSync(path, "wx", 0o600);
  try {
    for (let at = 0; at < bytes;) at += writeSync(file, PIECE, 0, Math.min(PIECE.length, bytes - at), at);
  } finally {
    closeSync(file);
  }
}
