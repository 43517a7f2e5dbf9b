import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";

/** A file takes so many bytes before another is begun: its disk space is free again when all of it was read. */
const SEGMENT_BYTES = 64 << 20;

interface Segment {
  file: number;
  path: string;
  used: number;
  /** Parts that were not read yet. */
  parts: number;
  isUnlinked: boolean;
}

/** Bytes that were written to disk. */
export interface SpilledPart {
  segment: Segment;
  at: number;
  length: number;
}

/** Keeps bytes on disk for as long as they have to wait, in files that nobody else sees and that outlive no process. */
export class Spill {
  readonly #path: string;
  readonly #segmentBytes: number;
  #current: Segment | undefined;
  #files = 0;

  /** The files' names begin with `path`. */
  constructor(path: string, segmentBytes: number = SEGMENT_BYTES) {
    this.#path = path;
    this.#segmentBytes = segmentBytes;
  }

  /** Writes bytes; undefined where that cannot be done, such as on a full disk. */
  write(bytes: Uint8Array): SpilledPart | undefined {
    try {
      const segment = this.#segment();
      const at = segment.used;
      for (let done = 0; done < bytes.length;) {
        done += writeSync(segment.file, bytes, done, bytes.length - done, at + done);
      }
      segment.used += bytes.length;
      segment.parts++;
      return { segment, at, length: bytes.length };
    } catch {
      return undefined;
    }
  }

  /** Reads what `write` wrote into `bytes`, and returns them. What cannot be read is zeros. */
  look({ segment, at, length }: SpilledPart, bytes: Uint8Array): Uint8Array {
    try {
      for (let done = 0; done < length;) {
        const count = readSync(segment.file, bytes, done, length - done, at + done);
        if (count === 0) throw new Error("the file was cut off");
        done += count;
      }
    } catch {
      bytes.fill(0);
    }
    return bytes;
  }

  /** The same for the last time: it is not kept any more. */
  read(part: SpilledPart, bytes: Uint8Array): Uint8Array {
    this.look(part, bytes);
    const { segment } = part;
    segment.parts--;
    if (segment.parts > 0) return bytes;
    if (segment === this.#current) this.#current = undefined;
    close(segment);
    return bytes;
  }

  #segment(): Segment {
    if (this.#current !== undefined && this.#current.used < this.#segmentBytes) return this.#current;
    const path = `${this.#path}-${this.#files++}`;
    const segment = { file: openSync(path, "wx+", 0o600), path, used: 0, parts: 0, isUnlinked: false };
    // Without a name it is gone with the process, however that ends. Not where an open file cannot be unlinked.
    segment.isUnlinked = unlink(path);
    return this.#current = segment;
  }
}

function close(segment: Segment): void {
  closeSync(segment.file);
  if (!segment.isUnlinked) unlink(segment.path);
}

function unlink(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}
