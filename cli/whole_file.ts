/** Files that are there as a whole, or not at all. @module */
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import { Sink } from "../export/mod.ts";

/**
 * Writes into a file of another name first: half an export is none. Throws a `TstraceError` where it cannot be written.
 */
export function writeWholeFile<T>(path: string, body: (sink: Sink) => T): T {
  const temporary = `${path}.part-${process.pid}`;
  const write = (file: number, bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
  };
  try {
    const file = openSync(temporary, "w", 0o600);
    try {
      const sink = new Sink((bytes) => write(file, bytes));
      const result = body(sink);
      sink.end();
      closeSync(file);
      renameSync(temporary, path);
      return result;
    } catch (error) {
      closeSync(file);
      throw error;
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof TstraceError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new TstraceError(`cannot write ${path}: ${(error as Error).message}`, 1, { cause: error });
  }
}
