import type { Chunk, RingReader } from "../ring/mod.ts";
import { OpenCalls } from "./calls.ts";
import { RecordCursor } from "./decode.ts";
import type { Source } from "./source.ts";

/**
 * One traced thread: its ring, the chunks that were taken out of it and wait to be stored, and what has to be
 * remembered from record to record.
 */
export class TracedThread {
  readonly reader: RingReader;
  readonly name: string;
  readonly source: Source;
  /** Whether its process is known to have ended: what is in the ring is all there will be. */
  dead = false;
  /** `threads.id`; 0 while the thread is not in the database. */
  row = 0;
  /** Whether the thread comes into the database by the transaction that is open. */
  isNew = true;
  readonly cursor = new RecordCursor();
  readonly open = new OpenCalls();
  /** Calls that have begun: the id of the newest one. */
  calls = 0;
  /** When the record in the cursor happened: ns since the first recording of the database began. */
  now = 0;
  /** Lost records that no row has told of yet. */
  lost = 0;
  /** Records that the rows of the transaction that is open stand for. */
  uncommitted = 0;
  /** Records that wait. */
  waiting = 0;
  /** Bytes of the chunks that wait. */
  waitingBytes = 0;
  /** The flush request whose records are all in the queue, or stored. */
  flushTaken = 0;
  /** Whether the ring was closed and nothing is left in it. */
  ended = false;

  /** What to add to the thread's clock. */
  readonly #offset: number;
  #chunks: Chunk[] = [];
  #nextChunk = 0;
  /** Whether the cursor stands on a record that was not consumed. */
  #ready = false;

  /** @param startedMs wall clock (ms) that the times of the database count from. */
  constructor(reader: RingReader, name: string, source: Source, startedMs: number) {
    this.reader = reader;
    this.name = name;
    this.source = source;
    // The difference first: as doubles the two wall clocks are exact to 0.25 µs, and their difference is exact.
    const offset = Math.round((reader.wallMs - startedMs) * 1e6) - reader.clockNs;
    this.#offset = Number.isFinite(offset) ? offset : 0;
    this.flushTaken = reader.drained;
  }

  add(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.waiting += chunk.records;
    this.waitingBytes += chunk.bytes.length;
  }

  /** Puts the cursor on the next record, with `now` its time; false where none waits. */
  peek(): boolean {
    if (this.#ready) return true;
    while (!this.cursor.next()) {
      if (this.#nextChunk >= this.#chunks.length) return false;
      this.#startChunk();
    }
    this.now = Math.min(this.now + this.cursor.elapsed, Number.MAX_SAFE_INTEGER);
    this.#ready = true;
    return true;
  }

  /** The record under the cursor has been dealt with. */
  consume(): void {
    this.#ready = false;
    this.waiting--;
  }

  #startChunk(): void {
    const chunk = this.#chunks[this.#nextChunk++];
    // Shifting an array costs its length: what was read is let go of in larger pieces.
    if (this.#nextChunk >= 16) {
      this.#chunks = this.#chunks.slice(this.#nextChunk);
      this.#nextChunk = 0;
    }
    this.waitingBytes -= chunk.bytes.length;
    this.lost += chunk.lost;
    if (chunk.opens) {
      this.calls = chunk.calls;
      const now = Math.round(chunk.time + this.#offset);
      this.now = Math.abs(now) <= Number.MAX_SAFE_INTEGER ? now : 0;
    }
    this.cursor.start(chunk.bytes, chunk.length);
  }
}
