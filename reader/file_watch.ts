import { statSync } from "node:fs";
import { basename } from "node:path";
import type { StoreReader } from "../store/mod.ts";

/** What happens to the file of a database that is open. */
export interface FileWatch {
  /** Whether somebody still records into the database. */
  isRecording(): boolean;
  /** What the user must know of: in the file's place there is another one, or none. */
  news(): string | null;
  /** Whether another file lies in its place. */
  isReplaced(): boolean;
}

/** Which file lies at a path; undefined where none does. */
function identity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** Watches the file of a database: a new recording puts another one in its place. */
export function watchFile(reader: Pick<StoreReader, "path" | "isRecording" | "recordings">): FileWatch {
  const opened = identity(reader.path);
  const recordings = reader.recordings().length;
  return {
    isRecording: () => reader.isRecording(),
    isReplaced: () => identity(reader.path) !== opened,
    news() {
      const now = identity(reader.path);
      if (now === undefined) return `${basename(reader.path)} is gone: what was read of it is still here`;
      if (now !== opened) return "a new recording has begun: R shows it";
      return reader.recordings().length > recordings ? "another recording is being added" : null;
    },
  };
}
