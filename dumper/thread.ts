import { type Chunk, HeldFunctions, type RingReader } from "../ring/mod.ts";
import { OpenCalls } from "./calls.ts";
import type { BudgetChange } from "./budget.ts";
import { ChunkQueue } from "./chunks.ts";
import { DormantCalls } from "./dormant.ts";
import { RecordCursor } from "./decode.ts";
import { DORMANT } from "./follow.ts";
import type { Source } from "./source.ts";
import type { Spill } from "./spill.ts";
import { Statistics } from "./statistics.ts";
import { type Bounds, Watch } from "./watch.ts";
import type { HeldRow, RingState } from "../store/mod.ts";

/** `Kind.CALL` of proto/trace.proto. */
const CALL = 0;
/** Calls that run and are not stored may take so much memory, bytes. */
const MAX_DORMANT_BYTES = 32 << 20;
/** So many open calls of a thread outlive the dumper. */
const MAX_SAVED = 4096;

/** Where a thread's records were read to. */
interface Mark {
  readonly cursor: RecordCursor;
  now: number;
  elapsed: number;
  ahead: number;
  calls: number;
  lost: number;
  position: number;
  consumed: number;
  ready: boolean;
}

/**
 * One traced thread: its ring, the chunks that were taken out of it and wait to be stored, and what has to be
 * remembered from record to record. What was read since `mark` can be read again, after `rewind`.
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
  /** What the thread is told not to record, and what it has counted of that. */
  readonly held: HeldFunctions;
  /** Records that were left out by choice, and that no row has told of; and that the database does not know of. */
  leftOut = 0;
  unsavedLeftOut = 0;
  /** Calls that run, are not stored, and may be. */
  readonly dormant = new DormantCalls(MAX_DORMANT_BYTES);
  /** Calls that have ended since the mark, where somebody wants to know. */
  readonly passed: number[] = [];
  /** Which record could not be judged when it was last looked at, and since when (ms). */
  waitsAt = -1;
  waitsSince = 0;
  /** Whether it is passed over in the batch that is made. */
  isPassed = false;
  /** Decides what is held back; absent where nobody asked for that. */
  #watch: Watch | undefined;
  /** Calls that have begun: the id of the newest one. */
  calls = 0;
  /** When the record in the cursor happened: ns since the first recording of the database began. */
  now = 0;
  /** How long (ns) that is after the thread's record before it, be it one that was lost. */
  elapsed = 0;
  /** Lost records that no row has told of yet. */
  lost = 0;
  /** How many records the thread wrote before the one under the cursor. */
  position = 0;
  /** How many of them the database holds, or counts as lost. */
  saved = 0;
  readonly chunks: ChunkQueue;
  /** The flush request whose records are all in the queue, or stored. */
  flushTaken = 0;
  /** Whether the ring was closed and nothing is left in it. */
  ended = false;

  /** By function: how many calls that were not recorded are told of, in the database and in the transaction that is open. */
  #told = new Map<number, number>();
  #telling = new Map<number, number>();
  #toldShallow = "0 0";
  #tellingShallow = "";
  /** What to add to the thread's clock. */
  readonly #offset: number;
  /** Records before this one are stored already. */
  #stored = 0;
  /** Records before this one have been read before, and are counted. */
  #counted = 0;
  /** Records that were taken out of the ring, and those of them that were dealt with. */
  #taken = 0;
  #consumed = 0;
  /** From the record before it to the time that a block counts from, ns. */
  #ahead = 0;
  /** Whether the cursor stands on a record that was not consumed. */
  #ready = false;
  readonly #mark: Mark = {
    cursor: new RecordCursor(),
    now: 0,
    elapsed: 0,
    ahead: 0,
    calls: 0,
    lost: 0,
    position: 0,
    consumed: 0,
    ready: false,
  };

  /** @param started what the times of the database count from, by the wall clock (ms) and by the monotonic one (ns). */
  constructor(reader: RingReader, name: string, source: Source, started: { startedMs: number; startedNs: number }) {
    this.reader = reader;
    this.name = name;
    this.source = source;
    this.chunks = new ChunkQueue(reader);
    this.statistics = new Statistics(this.open, (fn) => source.functions.get(fn)?.suspends ?? true);
    this.held = new HeldFunctions(reader.ints.buffer, reader.blockSize, reader.blockCount);
    const { startedMs, startedNs } = started;
    // The monotonic clock is the same in all processes, and nobody sets it back.
    const monotonic = reader.monotonicNs > 0 ? reader.monotonicNs - startedNs - reader.clockNs : NaN;
    // The difference first: as doubles the two wall clocks are exact to 0.25 µs, and their difference is exact.
    const wall = Math.round((reader.wallMs - startedMs) * 1e6) - reader.clockNs;
    this.#offset = [monotonic, wall].find(Number.isFinite) ?? 0;
    this.flushTaken = reader.drained;
  }

  /** Watches what it costs from now on, where there are bounds to that. */
  watch(bounds: Bounds): void {
    const isBound = (bounds.autoMute ?? 0) > 0 || (bounds.slowdown ?? 0) > 0;
    this.#watch = isBound ? new Watch(this.reader, this.held, this.source, bounds) : undefined;
  }

  /** Whether nothing more comes, or somebody waits for all to be told, and all of that was taken. */
  get isAtEnd(): boolean {
    const { flush, drained } = this.reader;
    return this.ended || (flush !== drained && flush === this.flushTaken);
  }

  /** What is held back from now on, and what no longer; `now` is in milliseconds. */
  cool(now: number): BudgetChange | undefined {
    return this.isAtEnd ? this.#watch?.soFar() : this.#watch?.decide(now);
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

  /** Whether calls were counted that the database does not know of. */
  get hasHeld(): boolean {
    for (const counts of this.held.counts()) {
      if (counts.muted + counts.calls !== (this.#told.get(counts.function) ?? 0)) return true;
    }
    return false;
  }

  /** Whether nothing of it waits to be stored. */
  get isStored(): boolean {
    return this.waiting + this.lost + this.unsavedLeftOut === 0 && !this.statistics.isPending && !this.hasHeld;
  }

  /** How many records have less of values than was asked for, and how much less it is now; undefined where that is told. */
  shallowRow(): { records: number; detail: number } | undefined {
    const { shallow: records = 0, detail = 0 } = this.#watch ?? {};
    const text = `${records} ${detail}`;
    if (text === this.#toldShallow) return undefined;
    this.#tellingShallow = text;
    return { records, detail };
  }

  /** What has changed of that; `functionRow` gives the `functions.id` of a function, 0 where it is not known. */
  heldRows(functionRow: (fn: number) => number): HeldRow[] {
    const rows: HeldRow[] = [];
    for (const { function: fn, sampled: _, ...counts } of this.held.counts()) {
      const total = counts.muted + counts.calls;
      if (total === (this.#told.get(fn) ?? 0)) continue;
      this.#telling.set(fn, total);
      rows.push({ thread: this.row, number: fn, function: functionRow(fn), ...counts });
    }
    return rows;
  }

  /** The transaction that `heldRows` were for ended. */
  settleHeld(committed: boolean): void {
    if (committed) { for (const [fn, total] of this.#telling) this.#told.set(fn, total); }
    this.#telling.clear();
    if (committed && this.#tellingShallow !== "") this.#toldShallow = this.#tellingShallow;
    this.#tellingShallow = "";
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

  /** Records that wait. */
  get waiting(): number {
    return this.#taken - this.#consumed;
  }

  /** Whether the record under the cursor was counted when it was read before. */
  get isCounted(): boolean {
    return this.position < this.#counted;
  }

  /** A time by the thread's clock (ns), as rows have it. */
  timeOf(clockNs: number): number {
    const now = Math.round(clockNs + this.#offset);
    return Math.abs(now) <= Number.MAX_SAFE_INTEGER ? now : 0;
  }

  /** So many records were left out, or less where it was one of them that is stored after all. */
  leaveOut(count: number): void {
    if (this.isCounted) return;
    this.leftOut += count;
    this.unsavedLeftOut += count;
  }

  /** Takes in a chunk, which waits on disk where `spill` is given and takes it. Returns how many bytes it has in memory. */
  add(chunk: Chunk, spill?: Spill): number {
    this.#taken += chunk.records;
    this.#watch?.take(chunk);
    return this.chunks.add(chunk, spill);
  }

  /** What was read up to here will not be needed again. */
  mark(): void {
    const mark = this.#mark;
    mark.cursor.copy(this.cursor);
    mark.now = this.now;
    mark.elapsed = this.elapsed;
    mark.ahead = this.#ahead;
    mark.calls = this.calls;
    mark.lost = this.lost;
    mark.position = this.position;
    mark.consumed = this.#consumed;
    mark.ready = this.#ready;
    this.open.mark(this.calls);
    this.dormant.mark(this.calls);
    this.chunks.mark();
  }

  /** Goes back to the mark: what was stored since then is not. What was counted stays so, and is not counted again. */
  rewind(): void {
    const mark = this.#mark;
    this.#counted = Math.max(this.#counted, this.position);
    this.cursor.copy(mark.cursor);
    this.now = mark.now;
    this.elapsed = mark.elapsed;
    this.#ahead = mark.ahead;
    this.calls = mark.calls;
    this.lost = mark.lost;
    this.position = mark.position;
    this.#consumed = mark.consumed;
    this.#ready = mark.ready;
    this.open.rewind();
    for (const id of this.dormant.rewind()) {
      const slot = this.open.find(id);
      if (slot >= 0) this.open.rows[slot] = DORMANT;
    }
    this.passed.length = 0;
    this.chunks.rewind();
  }

  /** Puts the cursor on the next record, with `now` its time; false where none waits. */
  peek(): boolean {
    if (this.#ready) return true;
    do {
      while (!this.cursor.next()) {
        const chunk = this.chunks.next();
        if (!chunk) return false;
        this.#start(chunk);
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
    this.#consumed++;
    this.position++;
  }

  /** Follows a record that another dumper has stored. */
  #pass(): boolean {
    if (this.cursor.kind === CALL) this.calls++;
    this.consume();
    return true;
  }

  #start(chunk: Chunk): void {
    // Of what another dumper has stored nothing is lost.
    const lost = Math.min(chunk.lost, Math.max(0, chunk.first - this.#stored));
    this.lost += lost;
    this.position = chunk.first;
    if (chunk.opens) {
      this.calls = chunk.calls;
      const before = this.now;
      this.now = this.timeOf(chunk.time);
      if (lost === 0) this.#ahead = Math.max(0, this.now - before);
    }
    if (lost > 0 && !this.isCounted) this.statistics.gap(this.now);
    this.cursor.start(chunk.bytes, chunk.length);
  }
}
