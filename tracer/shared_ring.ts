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
  let [ringFile, log, claimed] = ["", "", ""];
  let name = "";
  let reason = "its runtime cannot map files";
  try {
    claimed = claimNumber(directory, thread);
    // A process id comes again.
    name = join(directory, `${thread.process.pid}-${thread.tid}-${Math.trunc(runtime.now())}`);
    [ringFile, log] = [`${name}.ring`, `${name}.log`];
    writeFileSync(log, `${JSON.stringify(thread)}\n`, { flag: "wx", mode: 0o600 });
    closeSync(openSync(`${name}.new`, "wx", 0o600));
    if (!runtime.reserveFile(`${name}.new`, bytes, library)) fill(`${name}.new`, bytes);
    // Under its name a ring has its full size from the first.
    renameSync(`${name}.new`, ringFile);
    const ring = runtime.mapFile(ringFile, bytes, library);
    if (ring) return { ring, announce: (announcement) => announce(log, announcement) };
  } catch (error) {
    reason = (error as Error).message;
  }
  for (const file of [`${name}.new`, ringFile, log, claimed]) {
    try {
      unlinkSync(file);
    } catch {
      // It was not made.
    }
  }
  return reason;
}

/** So much greater is the number of a thread that another one has already. */
const NEXT_ISOLATE = 100;

/**
 * Makes the number of a thread its own: a runtime may have several isolates in one process, as `deno test` has, and none
 * knows of the others. Returns the file that stands for it; the dumper removes it with the ring.
 */
function claimNumber(directory: string, thread: ThreadInfo): string {
  for (;; thread.tid += NEXT_ISOLATE) {
    const file = join(directory, `${thread.process.pid}-${thread.tid}.tid`);
    try {
      closeSync(openSync(file, "wx", 0o600));
      return file;
    } catch (error) {
      if ((error as { code?: string }).code !== "EEXIST") throw error;
    }
  }
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

/** Fills a file with zeros. A hole would do, but where the file system is full, to write to it would kill the program. */
function fill(path: string, bytes: number): void {
  const file = openSync(path, "r+");
  try {
    for (let at = 0; at < bytes;) at += writeSync(file, PIECE, 0, Math.min(PIECE.length, bytes - at), at);
  } finally {
    closeSync(file);
  }
}
