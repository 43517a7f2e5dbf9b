import * as fs from "node:fs";
import { join } from "node:path";
import type { Runtime } from "../runtime/types.ts";
import type { Announcement, ThreadInfo, Transport } from "./transport.ts";

// Taken before the program can replace them.
const { appendFileSync, closeSync, openSync, renameSync, unlinkSync, writeFileSync, writeSync } = fs;

/** Where rings as mapped files go, and what Node needs to map them. */
export interface SharedOptions {
  directory: string;
  library: string;
}

/**
 * Lays the ring of a thread into a mapped file in the recording's directory, where tstrace takes the records: they are
 * there even if the program is killed in the next instant. Undefined where files cannot be mapped here.
 */
export function openSharedRing(
  { directory, library }: SharedOptions,
  thread: ThreadInfo,
  bytes: number,
  runtime: Runtime,
): Transport | undefined {
  // A process id comes again, and a thread's number may be the same in two isolates.
  const name = join(directory, `${thread.process.pid}-${thread.tid}-${Math.trunc(runtime.now())}`);
  const [ringFile, log] = [`${name}.ring`, `${name}.log`];
  try {
    writeFileSync(log, `${JSON.stringify(thread)}\n`, { flag: "wx", mode: 0o600 });
    makeFile(`${name}.new`, bytes);
    // Under its name a ring has its full size from the first.
    renameSync(`${name}.new`, ringFile);
    const ring = runtime.mapFile(ringFile, bytes, library);
    if (ring) {
      const announce = (announcement: Announcement): void => appendFileSync(log, `${JSON.stringify(announcement)}\n`);
      return { ring, announce };
    }
  } catch {
    // Not here, then.
  }
  for (const file of [`${name}.new`, ringFile, log]) {
    try {
      unlinkSync(file);
    } catch {
      // It was not made.
    }
  }
  return undefined;
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
