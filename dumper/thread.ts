import type { Chunk, RingReader } from "../ring/mod.ts";
import { OpenCalls } from "./calls.ts";
import { RecordCursor } from "./decode.ts";
import type { Source } from "./source.ts";
import type { Spill } from "./spill.ts";
import { Statistics } from "./statistics.ts";
import type { RingState } from "../store/mod.ts";

/** `Kind.CALL` of proto/trace.proto. */
const CALL = 0;
/** So many open calls of a thread outlive the dumper. */
const MAX_SAVED = 4096;

const NOTHING = new Uint8Array(0);

/** A chunk whose bytes may have to be read first. */
interface WaitingChunk extends Chunk {
  read?: () => Uint8Array;
}

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
  readonly statistics: Statistics;
  /** Calls that have begun: the id of the newest one. */
  calls = 0;
  /** When the record in the cursor happened: ns since the first recording of the database began. */
  now = 0;
  /** How long (ns) that is after the thread's record before it, be it one that was lost. */
  elapsed = 0;
  /** Lost records that no row has told of yet. */
  lost = 0;
  /** Records that the rows of the transaction that is open stand for. */
  uncommitted = 0;
  /** How many records the thread wrote before the one under the cursor. */
  position = 0;
  /** How many of them the database holds, or counts as lost. */
  saved = 0;
  /** Records that wait. */
  waiting = 0;
  /** Bytes of the chunks that wait, and of those that do so in memory. */
  bytes = 0;
  waitingBytes = 0;
  /** Chunks that waited on disk. */
  spilled = 0;
  /** The flush request whose records are all in the queue, or stored. */
  flushTaken = 0;
  /** Whether the ring was closed and nothing is left in it. */
  ended = false;

  /** What to add to the thread's clock. */
  readonly #offset: number;
  /** Records before this one are stored already. */
  #stored = 0;
  #chunks: WaitingChunk[] = [];
  #nextChunk = 0;
  /** The bytes of chunks that were read; rows may still refer to them. */
  #spent: Uint8Array[] = [];
  /** From the record before it to the time that a block counts from, ns. */
  #ahead = 0;
  /** Whether the cursor stands on a record that was not consumed. */
  #ready = false;

  /** @param started what the times of the database count from, by the wall clock (ms) and by the monotonic one (ns). */
  constructor(reader: RingReader, name: string, source: Source, started: { startedMs: number; startedNs: number }) {
    this.reader = reader;
    this.name = name;
    this.source = source;
    this.statistics = new Statistics(this.open, (fn) => source.functions.get(fn)?.suspends ?? true);
    const { startedMs, startedNs } = started;
    // The monotonic clock is the same in all processes, and nobody sets it back.
    const monotonic = reader.monotonicNs > 0 ? reader.monotonicNs - startedNs - reader.clockNs : NaN;
    // The difference first: as doubles the two wall clocks are exact to 0.25 µs, and their difference is exact.
    const wall = Math.round((reader.wallMs - startedMs) * 1e6) - reader.clockNs;
    this.#offset = [monotonic, wall].find(Number.isFinite) ?? 0;
    this.flushTaken = reader.drained;
  }

  /** Goes on where another dumper has stopped. */
  resume(state: RingState): void {
    this.row = state.thread;
    this.isNew = false;
    this.saved = state.records;
    this.#stored = state.records;
    this.open.load(state.open, (id, slot, caller) => this.statistics.restore(id, slot, caller));
    this.reader.resume(state.records);
  }

  /** How many of the thread's records are stored or told as lost. */
  get accounted(): number {
    return Math.max(this.position, this.#stored) - this.lost;
  }

  /** What another dumper would have to know to go on; undefined where it knows. */
  state(): RingState | undefined {
    const records = this.accounted;
    if (records === this.saved && !this.isNew) return undefined;
    const open = this.open.save(MAX_SAVED, (slot) => this.statistics.callerOf(slot));
    return { thread: this.row, process: this.source.process.row, records, open };
  }

  /** Takes in a chunk, which waits on disk where `spill` is given and takes it. Returns how many bytes it has in memory. */
  add(chunk: Chunk, spill?: Spill): number {
    const part = spill?.write(chunk.bytes);
    this.waiting += chunk.records;
    this.bytes += chunk.bytes.length;
    if (spill && part) {
      this.spilled++;
      this.#chunks.push({ ...chunk, bytes: NOTHING, read: () => spill.read(part, this.reader.buffer(part.length)) });
      this.reader.recycle(chunk.bytes);
      return 0;
    }
    this.#chunks.push(chunk);
    this.waitingBytes += chunk.bytes.length;
    return chunk.bytes.length;
  }

  /** Puts the cursor on the next record, with `now` its time; false where none waits. */
  peek(): boolean {
    if (this.#ready) return true;
    do {
      while (!this.cursor.next()) {
        if (this.#nextChunk >= this.#chunks.length) return false;
        this.#startChunk();
      }
      this.elapsed = Math.min(this.cursor.elapsed + this.#ahead, Number.MAX_SAFE_INTEGER);
      this.#ahead = 0;
      this.now = Math.min(this.now + this.cursor.elapsed, Number.MAX_SAFE_INTEGER);
    } while (this.position < this.#stored && this.#pass());
    this.#ready = true;
    return true;
  }

  /** The record under the cursor has been dealt with. */
  consume(): void {
    this.#ready = false;
    this.waiting--;
    this.position++;
  }

  /** Follows a record that another dumper has stored. */
  #pass(): boolean {
    if (this.cursor.kind === CALL) this.calls++;
    this.consume();
    return true;
  }

  /** What was read is needed no more: its memory is used again. */
  recycle(): void {
    for (const bytes of this.#spent) this.reader.recycle(bytes);
    this.#spent = [];
  }

  #startChunk(): void {
    const chunk = this.#chunks[this.#nextChunk++];
    // Shifting an array costs its length: what was read is let go of in larger pieces.
    if (this.#nextChunk >= 16) {
      this.#chunks = this.#chunks.slice(this.#nextChunk);
      this.#nextChunk = 0;
    }
    this.#spent.push(this.cursor.bytes);
    const bytes = chunk.read?.() ?? chunk.bytes;
    this.bytes -= bytes.length;
    this.waitingBytes -= chunk.bytes.length;
    // Of what another dumper has stored nothing is lost.
    const lost = Math.min(chunk.lost, Math.max(0, chunk.first - this.#stored));
    this.lost += lost;
    this.position = chunk.first;
    if (chunk.opens) {
      this.calls = chunk.calls;
      const before = this.now;
      const now = Math.round(chunk.time + this.#offset);
      this.now = Math.abs(now) <= Number.MAX_SAFE_INTEGER ? now : 0;
      if (lost === 0) this.#ahead = Math.max(0, this.now - before);
    }
    if (lost > 0) this.statistics.gap(this.now);
    this.cursor.start(bytes, chunk.length);
  }
}
