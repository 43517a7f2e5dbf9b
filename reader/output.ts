import { writeSync } from "node:fs";

/** What a full pipe or a stopped terminal is waited for, in ms. */
const RETRY_MS = 2;

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of the text to standard output before it returns.
 *
 * @returns false where nobody reads any more: a closed pipe, a terminal that is gone.
 */
export function writeOutput(text: string): boolean {
  return writeBytes(new TextEncoder().encode(text));
}

/** As `writeOutput`, for bytes. */
export function writeBytes(bytes: Uint8Array): boolean {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE" || code === "EIO" || code === "EBADF") return false;
      if (code !== "EAGAIN" && code !== "EINTR") throw error;
      Atomics.wait(pause, 0, 0, RETRY_MS);
    }
  }
  return true;
}
