import type { Chunk } from "../ring/mod.ts";
import { RecordCursor } from "./decode.ts";

/** `Kind` of proto/trace.proto. */
const CALL = 0;
const RETURN = 1;
/** So many records of a chunk are looked at: the others are taken to be as these. */
const LOOK = 512;
/** How long (ms) records are counted before it is decided. */
const WINDOW_MS = 100;

/** A record with nothing but a number as its value is so long, at most (bytes). */
export const PLAIN_BYTES = 23;

/** About how many records came of a function, how many bytes they had, and how many calls began. */
export interface Rate {
  calls: number;
  records: number;
  bytes: number;
}

/**
 * What comes from a thread, function by function, in windows of time: from how records come, not from when they are
 * stored, as that is behind under load.
 */
export class Rates {
  /** Of the window so far. */
  readonly functions = new Map<number, Rate>();
  readonly #cursor = new RecordCursor();
  #start = NaN;
  /** The shortest time (ns) from a call to its return, of all so far: there is one record between them. */
  shortest = Infinity;

  /** Counts the records of a chunk that was taken. */
  take(chunk: Chunk): void {
    const cursor = this.#cursor;
    cursor.start(chunk.bytes, chunk.length);
    const looked = Math.min(chunk.records, LOOK);
    const weight = (chunk.records + chunk.lost) / looked;
    let plainCall = -1;
    for (let i = 0, from = 0; i < looked && cursor.next(); i++, from = cursor.end) {
      const isReturn = cursor.kind === RETURN && cursor.function === plainCall && cursor.lasted < 0;
      if (isReturn && cursor.elapsed < this.shortest) this.shortest = cursor.elapsed;
      plainCall = cursor.kind === CALL && cursor.end - from <= PLAIN_BYTES ? cursor.function : -1;
      const rate = this.#rate(cursor.function);
      rate.records += weight;
      rate.bytes += weight * (cursor.end - from);
      if (cursor.kind === CALL) rate.calls += weight;
    }
    cursor.start(new Uint8Array(16), 0);
  }

  #rate(fn: number): Rate {
    let rate = this.functions.get(fn);
    if (!rate) this.functions.set(fn, rate = { calls: 0, records: 0, bytes: 0 });
    return rate;
  }

  /** How long (s) the window was that has ended by `now` (ms); undefined where none has. */
  ended(now: number): number | undefined {
    if (Number.isNaN(this.#start)) this.#start = now;
    return now - this.#start < WINDOW_MS ? undefined : (now - this.#start) / 1000;
  }

  /** Begins the next window. */
  next(now: number): void {
    this.#start = now;
    this.functions.clear();
  }
}
