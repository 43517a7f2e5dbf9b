import type { RingReader } from "../ring/mod.ts";
import type { StoreWriter } from "../store/mod.ts";
import { isChosen } from "./choice.ts";
import { Controls, type ControlState } from "./control.ts";
import { isKnown, leaveOut, skip } from "./follow.ts";
import { Keep, Verdict } from "./keep.ts";
import type { Source } from "./source.ts";
import { answerFlush } from "./flush.ts";
import { Notes } from "./notes.ts";
import type { DumperOptions } from "./options.ts";
import { Rows } from "./rows.ts";
import { Spill } from "./spill.ts";
import { TracedThread } from "./thread.ts";

/** When so many bytes wait in memory to be stored, what comes on top waits on disk. */
const MEMORY_BYTES = 32 << 20;
/** Where it cannot, no more bytes than these wait: the rest stays in the rings, which count what they lose. */
const MAX_MEMORY_BYTES = 128 << 20;

/** A transaction is long enough for the writing of statistics to be at most this part of it, but not longer than that (ms). */
const STATISTICS_SHARE = 1 / 30;
const MAX_TRANSACTION_MS = 500;

/** Records that are dropped before the rings are looked at again. */
const DROP_AT_ONCE = 50_000;
/** Records that are judged before that, where it takes more than a look at each. */
const JUDGE_AT_ONCE = 8192;

/**
 * Takes the records of programs out of their rings and stores them. `drain` copies and costs little, `store`
 * decodes and inserts, and drains between batches so that the rings do not overflow meanwhile.
 */
export class Dumper {
  readonly threads: TracedThread[] = [];
  readonly #options: DumperOptions;
  readonly #store: StoreWriter;
  readonly #spill: Spill | undefined;
  readonly #rows: Rows;
  readonly #controls = new Controls();
  readonly #notes = new Notes();
  readonly #keep: Keep | undefined;
  /** Whether of what waits nothing can be judged yet. */
  #isStuck = false;
  /** How many records the batch that is made may still go over. */
  #rest = 0;
  /** How long (ms) the writing of statistics took last. */
  #statisticsMs = 0;

  constructor(store: StoreWriter, options: DumperOptions) {
    this.#store = store;
    this.#options = options;
    this.#spill = options.spill === undefined ? undefined : new Spill(options.spill);
    this.#rows = new Rows(store, options);
    const { triggers, redact } = options;
    this.#keep = triggers && new Keep(triggers, store.startedMs, this.#spill !== undefined, redact);
  }

  /** Takes in a thread's ring. */
  addRing(reader: RingReader, threadName: string, source: Source): TracedThread {
    const thread = new TracedThread(reader, threadName, source, this.#store);
    const state = source.name === "" ? undefined : this.#store.ring(source.name);
    if (state) {
      thread.resume(state);
      source.process.resume(state.process);
    }
    thread.watch(this.#options);
    this.threads.push(thread);
    this.#controls.join(thread);
    return thread;
  }

  /** Takes in what is said of the recording. */
  control(state: ControlState): void {
    this.#notes.add(...this.#controls.set(state, this.threads));
  }

  /** A source has told of functions. */
  learn(source: Source, first: number, count: number): void {
    for (const thread of this.threads) if (thread.source === source) this.#controls.learn(thread, first, count);
  }

  /** Records that were taken and are not stored yet, though they could be. */
  get waiting(): number {
    let count = 0;
    if (this.#isStuck) return count;
    for (const thread of this.threads) count += thread.waiting;
    return count;
  }

  /** Whether something is to be stored: records, a number of lost ones, counters, or that there is a process or thread. */
  get hasWork(): boolean {
    return this.#notes.isWaiting || this.threads.some((thread) => thread.row === 0 || !thread.isStored);
  }

  /** Whether a thread waits for all that it recorded to be stored. */
  get flushing(): boolean {
    return this.threads.some(({ reader }) => reader.flush !== reader.drained);
  }

  /** Whether a thread wants to be told the time. */
  get ticks(): boolean {
    return this.threads.some(({ reader }) => reader.ticks);
  }

  /** Tells the time to the threads that want to know it. */
  #tick(): void {
    if (!this.ticks) return;
    const monotonicNs = this.#options.monotonicNs?.() ?? 0;
    const wallMs = performance.timeOrigin + performance.now();
    for (const { reader } of this.threads) if (reader.ticks) reader.tick(monotonicNs, wallMs);
  }

  /** Copies out of the rings what is there, then takes messages. */
  drain(): void {
    this.#tick();
    const now = this.#options.now();
    let bytes = 0;
    for (const thread of this.threads) bytes += thread.chunks.memoryBytes;
    for (const thread of this.threads) {
      const { reader } = thread;
      reader.beat();
      reader.look(now);
      // Read ahead of the records: what was written before the request is there.
      const flush = reader.flush;
      const closed = reader.closed || thread.dead;
      const everything = closed || flush !== thread.flushTaken;
      // A writer that is faster than this loop must not keep it from storing.
      for (let turn = 0; turn <= reader.blockCount && bytes < MAX_MEMORY_BYTES; turn++) {
        const chunk = reader.take(everything);
        if (!chunk) {
          if (everything) thread.flushTaken = flush;
          thread.ended = closed;
          break;
        }
        if (this.#keep) {
          this.#keep.arrive(thread, now);
          this.#isStuck = false;
        }
        bytes += thread.add(chunk, bytes < MEMORY_BYTES ? undefined : this.#spill);
      }
    }
    for (const thread of this.threads) {
      const change = thread.cool(now);
      if (change) this.#notes.addChange(thread, change);
      if (change && change.functions.length > 0) this.#controls.apply(thread);
      if (thread.leftOut > 0 && thread.isAtEnd && thread.waiting === 0) this.#notes.addLeftOut(thread);
    }
    this.#options.takeMessages();
    this.#keep?.pass(now);
    if (this.#keep?.isOver) this.#controls.end(this.threads);
  }

  /**
   * Stores what waits, in one transaction, for about so many milliseconds; longer where there is much to count, as all
   * that was counted is written once a transaction. 0: one batch alone.
   *
   * @throws what the store throws; then all of it waits again.
   */
  store(milliseconds: number): void {
    const longest = Math.min(this.#statisticsMs / STATISTICS_SHARE, MAX_TRANSACTION_MS);
    const deadline = this.#options.now() + (milliseconds && Math.max(milliseconds, longest));
    this.#isStuck = false;
    this.#transaction((nextId) => {
      do {
        this.#register();
        if (this.#notes.isWaiting) nextId = this.#storeNotes(nextId);
        // Little by little: the rings must not overflow meanwhile.
        if (!this.#skipExcess()) nextId = this.#storeBatch(nextId);
        this.drain();
      } while (this.waiting > 0 && this.#options.now() < deadline && !this.#store.isCrowded);
      this.#storeStatistics();
      this.#store.truncate(this.#options.maxTraces);
      this.#saveRings();
    });
  }

  /** Notes how much of each ring is stored, so that another dumper can go on where this one is killed. */
  #saveRings(): void {
    for (const thread of this.threads) {
      const state = thread.source.name === "" ? undefined : thread.state();
      if (state) this.#store.saveRing(thread.source.name, state);
    }
  }

  #transaction(body: (nextId: number) => void): void {
    try {
      this.#store.transaction(body);
    } catch (error) {
      this.#settle(false);
      throw error;
    }
    this.#settle(true);
  }

  /**
   * Tells the threads that asked for a flush, and whose records are all stored, that they may go on.
   *
   * @param anyway tell all that asked, as nothing can be stored.
   */
  answer(anyway: boolean): void {
    let ended = false;
    for (const thread of this.threads) {
      const { reader } = thread;
      const flush = anyway ? reader.flush : thread.flushTaken;
      const stored = thread.isStored && !this.#notes.isWaiting;
      if (flush !== reader.drained && (stored || anyway)) answerFlush(reader, flush);
      ended ||= thread.ended && stored;
    }
    if (!ended) return;
    for (let i = this.threads.length - 1; i >= 0; i--) {
      const thread = this.threads[i];
      const { ended, reader } = thread;
      if (ended && thread.isStored && (thread.dead || reader.flush === reader.drained)) {
        this.threads.splice(i, 1);
        this.#keep?.leave(thread);
        this.#options.ended?.(thread.source);
      }
    }
  }

  /** Process and threads come into the database with the first transaction after they are known. */
  #register(): void {
    for (const thread of this.threads) {
      const { process } = thread.source;
      process.row ||= this.#store.addProcess(process.info);
      thread.row ||= this.#store.addThread(process.row, thread.reader.tid, thread.name);
    }
  }

  /** Adds what was counted since the last transaction. */
  #storeStatistics(): void {
    const started = this.#options.now();
    for (const thread of this.threads) {
      const { statistics } = thread;
      const { functions, process } = thread.source;
      const held = thread.heldRows((fn) => {
        const known = functions.get(fn);
        return known ? functions.row(known, this.#store) : 0;
      });
      if (held.length > 0) this.#store.holdBack(process.row, held);
      if (thread.unsavedLeftOut !== 0) this.#store.leaveOut(thread.unsavedLeftOut);
      const shallow = thread.shallowRow();
      if (shallow) this.#store.noteShallow(thread.row, shallow.records, shallow.detail);
      // What was counted is of records up to where the thread was read to before.
      if (!statistics.isPending || thread.isCounted) continue;
      this.#store.addStatistics(statistics.rows(process.row, (fn) => functions.row(functions.get(fn)!, this.#store)));
    }
    this.#statisticsMs = this.#options.now() - started;
  }

  #settle(committed: boolean): void {
    this.#notes.settle(committed);
    for (const thread of this.threads) {
      const { process, functions } = thread.source;
      functions.settle(committed);
      thread.statistics.settle(committed);
      thread.settleHeld(committed);
      if (!committed && process.isNew) process.row = 0;
      process.isNew = process.row === 0;
      if (!committed && thread.isNew) thread.row = 0;
      thread.isNew = thread.row === 0;
      if (committed) {
        thread.saved = thread.accounted;
        thread.unsavedLeftOut = 0;
        this.#keep?.mark(thread);
        thread.mark();
      } else {
        thread.rewind();
      }
    }
    this.#keep?.prune();
  }

  /** The thread whose next record is the oldest; undefined where no record waits. */
  #oldest(): TracedThread | undefined {
    let oldest: TracedThread | undefined;
    for (const thread of this.threads) {
      if (!thread.isPassed && thread.peek() && (!oldest || thread.now < oldest.now)) oldest = thread;
    }
    return oldest;
  }

  /** When the next record of the threads beside `thread` is. */
  #nextOf(thread: TracedThread): number {
    let time = Infinity;
    for (const other of this.threads) {
      if (other !== thread && !other.isPassed && other.peek() && other.now < time) time = other.now;
    }
    return time;
  }

  /** Drops for good what would be truncated as soon as it is stored, or a part of it. Needs no database. */
  dropExcess(): void {
    if (this.#skipExcess()) { for (const thread of this.threads) thread.mark(); }
  }

  /** Follows what would be truncated as soon as it is stored, or a part of it. Returns whether there was any. */
  #skipExcess(): boolean {
    const excess = this.#excess();
    for (let rest = Math.min(excess, DROP_AT_ONCE); rest > 0;) {
      const thread = this.#oldest();
      if (!thread) break;
      const until = this.#nextOf(thread);
      while (rest > 0 && thread.peek() && thread.now <= until) {
        skip(thread);
        thread.consume();
        rest--;
      }
    }
    return excess > 0;
  }

  /** How many records wait that would not be kept. */
  #excess(): number {
    const { maxTraces, maxBytes = 0, choice } = this.#options;
    if (this.#keep) return 0;
    const { waiting } = this;
    // Of what waits only a part may be stored.
    let excess = maxTraces === 0 || choice ? 0 : waiting - maxTraces;
    if (maxBytes > 0) {
      let bytes = 0;
      for (const thread of this.threads) bytes += thread.chunks.bytes;
      // A row takes more than its record.
      if (bytes > maxBytes) excess = Math.max(excess, Math.ceil(waiting * (1 - maxBytes / bytes)));
    }
    return Math.max(0, excess);
  }

  /** Stores one batch of rows, the first with this id; returns the id after the last. */
  #storeBatch(firstId: number): number {
    const rows = this.#rows;
    rows.begin(firstId);
    for (const thread of this.threads) thread.isPassed = false;
    // What is left out makes no batch full, and the rings must not overflow meanwhile.
    this.#rest = this.#keep ? JUDGE_AT_ONCE : DROP_AT_ONCE;
    while (this.#rest > 0 && !rows.isFull && !this.#isStuck) {
      const thread = this.#oldest();
      if (!thread) {
        // Others went ahead of what is judged later.
        this.#isStuck = this.threads.some(({ isPassed }) => isPassed);
        break;
      }
      const until = this.#nextOf(thread);
      for (; this.#rest > 0 && !rows.isFull && thread.peek() && thread.now <= until; this.#rest--) {
        if (!this.#take(thread)) break;
        thread.consume();
      }
    }
    for (const thread of this.threads) {
      if (thread.lost > 0 && thread.waiting === 0 && !rows.isFull) rows.addLost(thread);
    }
    rows.finish();
    return rows.id;
  }

  /** Deals with the record under the thread's cursor; false where it has to wait. */
  #take(thread: TracedThread): boolean {
    const { choice } = this.#options;
    const keep = this.#keep;
    if (keep?.mustLook(thread.now)) return this.#look();
    if (!isKnown(thread.cursor.kind)) {
      thread.lost++;
    } else if (choice && !isChosen(thread, choice)) {
      leaveOut(thread, false);
    } else if (keep) {
      const verdict = keep.judge(thread);
      if (verdict === Verdict.WAIT && keep.canLook) return this.#look();
      if (verdict === Verdict.WAIT && !keep.isCrowded) {
        thread.isPassed = keep.mayPass(thread);
        this.#isStuck = !thread.isPassed;
        return false;
      }
      keep.done(thread);
      if (verdict === Verdict.KEEP) this.#rows.addWithCallers(thread);
      else leaveOut(thread, verdict !== Verdict.DROP_ALL);
    } else {
      this.#rows.add(thread);
    }
    return true;
  }

  /** Looks at records ahead: then the one under the cursor may be judged, if it is still the next. */
  #look(): false {
    this.#rest -= this.#keep!.look();
    return false;
  }

  /** Stores what is to be told of the recording; as `#storeBatch`. */
  #storeNotes(firstId: number): number {
    const rows = this.#rows;
    rows.begin(firstId);
    const now = Math.round((performance.timeOrigin + performance.now() - this.#store.startedMs) * 1e6);
    const id = this.#notes.fill(rows.batch, firstId, now);
    rows.finish();
    return id;
  }
}
