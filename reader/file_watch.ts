import { statSync } from "node:fs";
import { basename } from "node:path";
import type { StoreReader } from "../store/mod.ts";

/** How often the file itself is looked at, in ms. */
const WATCH_MS = 1000;

/** What watching needs of a database. */
type Watched = Pick<StoreReader, "path" | "isRecording" | "recordings" | "first" | "last" | "lost">;

/** Which file lies at a path; undefined where none does. */
function identity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** Watches a database that is open: what is recorded into it, and whether its file is still in its place. */
export class FileWatch {
  readonly #reader: Watched;
  readonly #opened: string | undefined;
  readonly #recordings: number;
  #lookedMs = -Infinity;
  #extent = "";
  #isRecording = false;
  #news: string | null = null;

  constructor(reader: Watched) {
    this.#reader = reader;
    this.#opened = identity(reader.path);
    this.#recordings = reader.recordings().length;
  }

  /** Whether somebody still records into the database. */
  get isRecording(): boolean {
    return this.#isRecording;
  }

  /** What the user must know of: in the file's place there is another one, or none. */
  get news(): string | null {
    return this.#news;
  }

  /** Looks at the file, unless that was done a moment ago; whether there is something else to tell of it. */
  lookAtFile(): boolean {
    const now = performance.now();
    if (now - this.#lookedMs < WATCH_MS) return false;
    this.#lookedMs = now;
    const [news, isRecording] = [this.#tell(), this.#reader.isRecording()];
    const isOther = news !== this.#news || isRecording !== this.#isRecording;
    [this.#news, this.#isRecording] = [news, isRecording];
    return isOther;
  }

  /** Whether traces have come or gone since this was last asked. */
  hasOtherTraces(): boolean {
    const extent = `${this.#reader.first()} ${this.#reader.last()} ${this.#reader.lost()}`;
    if (extent === this.#extent) return false;
    this.#extent = extent;
    return true;
  }

  /** Whether another file lies in its place. */
  isReplaced(): boolean {
    return identity(this.#reader.path) !== this.#opened;
  }

  #tell(): string | null {
    const now = identity(this.#reader.path);
    if (now === undefined) return `${basename(this.#reader.path)} is gone: what was read of it is still here`;
    if (now !== this.#opened) return "a new recording has begun: R shows it";
    return this.#reader.recordings().length > this.#recordings ? "another recording is being added" : null;
  }
}
