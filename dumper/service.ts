import { statSync } from "node:fs";
import process from "node:process";
import { threadId } from "node:worker_threads";
import { attachRing, Control, type RingReader } from "../ring/mod.ts";
import type { StoreWriter } from "../store/mod.ts";
import { BATCH_ROWS } from "./batch.ts";
import { ControlFile } from "./control.ts";
import { Dumper } from "./dumper.ts";
import { answerFlush } from "./flush.ts";
import type { Choice } from "./choice.ts";
import type { Redaction } from "./redact.ts";
import { Source, TracedProcess } from "./source.ts";
import type { Triggers } from "./triggers.ts";
import type { DumperMessage, ModuleInfo, ProcessInfo } from "./types.ts";

/** A transaction goes on for so long (ms) while there is something to store. */
const TRANSACTION_MS = 50;
/** Records wait for so long (ms) for others to be stored with them. */
const STORE_EVERY_MS = 20;
/** So often (ms) a thread that wants to know the time is told. */
const TICK_MS = 1;
/** After an error the database is left alone for so long (ms), and for so long where another one only has it locked. */
const RETRY_MS = 250;
const RETRY_LOCKED_MS = 20;
/** A database locked by another program is worth a message only after so long (ms). */
const PATIENCE_MS = 3000;

const LOCKED = /locked|busy/i;
/** Errors that no waiting mends. */
const LASTING = /malformed|not a database|corrupt|no such table|readonly|read-only|was deleted or replaced/i;

/** Where traces go. */
export interface ServiceStart {
  /** Path of the database, which exists. */
  database: string;
  /** How many traces to keep; 0: all. */
  maxTraces: number;
  /** How many bytes the database may have; 0: as many as it needs. */
  maxBytes?: number;
  /** Whether records that memory has no room for may wait in files beside the database. */
  spills?: boolean;
  /** `recordings.id`; the newest one by default. */
  recording?: number;
  /** The file in which users say what is to be recorded; there need not be one. */
  control?: string;
  /** Which of the records are stored; all where nothing is said. */
  choice?: Choice;
  /** What else decides on that. */
  triggers?: Triggers;
  /** How many calls a second of a function of a thread are recorded; 0: all. */
  autoMute?: number;
  /** How much longer a thread may take than untraced, as a part of that; 0: as much as it takes. */
  slowdown?: number;
  /** What nobody may read in a value; card numbers, tokens and keys where nothing is said. */
  redact?: Redaction;
}

/** What a service needs of the thread it runs in. */
export interface Surroundings {
  openWriter(path: string, recording?: number, maxBytes?: number): StoreWriter;
  /** The next message that waits; undefined where none does. */
  receive(): DumperMessage | undefined;
  /** All that this source will ever record is stored. */
  ended?(source: string): void;
  /** Tells the program's thread why traces are not stored. */
  report(message: string): void;
  /** A clock in milliseconds. */
  now(): number;
  /** The machine's monotonic clock, ns; 0 where it cannot be read. */
  monotonicNs?(): number;
}

/** What is said of a file that is not the recording's database. */
const FOREIGN = /no traces found|cannot use|ENOENT/i;

/** A ring that nobody dumps yet. */
interface PendingRing {
  reader: RingReader;
  threadName: string;
  source: Source;
  dead: boolean;
}

/**
 * Dumps the records of programs, whatever happens to the database: the program never notices. `round` is
 * called again and again.
 */
export class Service {
  readonly #start: ServiceStart;
  readonly #outside: Surroundings;
  #dumper: Dumper | null = null;
  #store: StoreWriter | null = null;
  /** Rings that came before the database could be opened. */
  #pending: PendingRing[] = [];
  /** Rings that nobody will dump, as the database is gone. */
  #idle: RingReader[] = [];
  readonly #sources = new Map<string, Source>();
  #inode = 0;
  #nextStore = 0;
  readonly #control: ControlFile | undefined;
  #stopped = false;
  /** Since when nothing could be stored; 0: all is well. */
  #troubleSince = 0;
  #locked = false;
  #reported = false;

  constructor(start: ServiceStart, outside: Surroundings) {
    this.#start = start;
    this.#control = start.control === undefined ? undefined : new ControlFile(start.control);
    this.#outside = outside;
    this.#open();
  }

  get #gone(): string {
    return `${this.#start.database} was deleted or replaced while recording`;
  }

  #open(): void {
    const { database, recording, maxTraces, maxBytes, spills, redact, autoMute, slowdown, choice, triggers } =
      this.#start;
    const outside = this.#outside;
    try {
      this.#store = outside.openWriter(database, recording, maxBytes);
      this.#inode = statSync(database).ino;
      this.#dumper = new Dumper(this.#store, {
        maxTraces,
        maxBytes,
        redact,
        autoMute,
        slowdown,
        choice,
        triggers,
        spill: spills ? `${database}-spill-${process.pid}-${threadId}` : undefined,
        takeMessages: () => this.#takeMessages(),
        ended: ({ name }) => outside.ended?.(name),
        now: outside.now,
        monotonicNs: outside.monotonicNs,
      });
      this.#troubleSince = 0;
      for (const { reader, threadName, source, dead } of this.#pending) {
        this.#dumper.addRing(reader, threadName, source).dead = dead;
      }
      this.#pending = [];
    } catch (error) {
      const reason = textOf(error);
      if (LOCKED.test(reason)) this.#fail(reason);
      // It was there when the recording began.
      else this.#stop(FOREIGN.test(reason) ? `traces are no longer stored: ${this.#gone}` : reason);
    }
  }

  /** The ring that may be waited on for a flush request; undefined where there is none any more. */
  get ring(): RingReader | undefined {
    return this.#dumper?.threads[0]?.reader ?? this.#pending[0]?.reader ?? this.#idle[0];
  }

  /** Whether everything that was recorded by threads known so far is stored, and their processes have ended. */
  get finished(): boolean {
    return this.#stopped || (this.#dumper?.threads.length ?? this.#pending.length) === 0;
  }

  /** Since when (ms) nothing can be stored, and whether only because another program has the database locked. */
  get trouble(): { since: number; locked: boolean } | undefined {
    return this.#troubleSince > 0 && !this.#stopped ? { since: this.#troubleSince, locked: this.#locked } : undefined;
  }

  /** For how long (ms) `round` may be left uncalled while there is nothing to do, where `idle` is long enough to store. */
  pause(idle: number): number {
    return this.#dumper?.ticks ? TICK_MS : idle;
  }

  /** Whether traces can no longer be stored. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes, stores and answers what there is. Returns whether there is more to do at once. Never throws. */
  round(): boolean {
    try {
      return this.#round();
    } catch (error) {
      this.#stop(`traces are no longer stored: ${textOf(error)}`);
      return false;
    }
  }

  #round(): boolean {
    const now = this.#outside.now();
    if (!this.#stopped && !this.#dumper && now >= this.#nextStore) this.#open();
    const dumper = this.#dumper;
    if (this.#stopped || !dumper) {
      this.#takeMessages();
      this.#answerIdle();
      return false;
    }
    const control = this.#control?.changed();
    if (control) dumper.control(control);
    dumper.drain();
    const full = dumper.waiting >= BATCH_ROWS;
    const due = this.#troubleSince > 0 ? now >= this.#nextStore : full || dumper.flushing || now >= this.#nextStore;
    if (due && dumper.hasWork) this.#storeSome(dumper, now);
    if (this.#stopped) return true;
    dumper.dropExcess();
    // What waits for a database that cannot be written is not waited for.
    dumper.answer(this.#troubleSince > 0 && this.#reported);
    return this.#troubleSince === 0 && dumper.waiting >= BATCH_ROWS;
  }

  /** Nobody waits for records that are not stored. */
  #answerIdle(): void {
    for (const { reader } of this.#pending) {
      reader.beat();
      if (this.#reported && reader.flush !== reader.drained) answerFlush(reader, reader.flush);
    }
    for (const reader of this.#idle) {
      reader.beat();
      if (reader.flush !== reader.drained) answerFlush(reader, reader.flush);
    }
  }

  #storeSome(dumper: Dumper, now: number): void {
    const { database } = this.#start;
    try {
      // SQLite would go on writing into a file that nobody finds any more.
      if (statSync(database, { throwIfNoEntry: false })?.ino !== this.#inode) {
        throw new Error(this.#gone);
      }
      // After a failure as little as can be: it may fail again.
      if (this.#troubleSince > 0) dumper.store(0);
      else storeMuch(dumper);
      this.#troubleSince = 0;
      this.#nextStore = now + STORE_EVERY_MS;
    } catch (error) {
      this.#fail(textOf(error));
    }
  }

  /** Storing failed: wait, or stop where waiting cannot help. */
  #fail(reason: string): void {
    const now = this.#outside.now();
    this.#locked = LOCKED.test(reason);
    this.#troubleSince ||= Math.max(now, 1);
    this.#nextStore = now + (this.#locked ? RETRY_LOCKED_MS : RETRY_MS);
    if (LASTING.test(reason)) {
      this.#stop(`traces are no longer stored: ${reason}`);
    } else if (!this.#locked || now - this.#troubleSince >= PATIENCE_MS) {
      this.#report(`traces cannot be stored for now: ${reason}`);
    }
  }

  /** Tells the programs that go on that nobody takes their records any more. */
  release(): void {
    for (const { reader } of this.#dumper?.threads ?? []) reader.control(Control.OFF);
  }

  #report(message: string): void {
    if (this.#reported) return;
    this.#reported = true;
    this.#outside.report(message.replaceAll(/\s*\n\s*/g, " "));
  }

  /** Gives up for good: the program goes on unrecorded, and is never kept waiting. */
  #stop(message: string): void {
    this.#stopped = true;
    this.#report(message);
    for (const thread of this.#dumper?.threads ?? []) this.#idle.push(thread.reader);
    for (const { reader } of this.#pending) this.#idle.push(reader);
    this.#pending = [];
    this.#dumper = null;
    for (const reader of this.#idle) reader.control(Control.OFF);
    try {
      this.#store?.close();
    } catch {
      // It is of no use any more.
    }
    this.#store = null;
  }

  #takeMessages(): void {
    for (let message = this.#outside.receive(); message; message = this.#outside.receive()) this.take(message);
  }

  /** Takes in what a dumper is told. */
  take(message: DumperMessage): void {
    const { source = "" } = message;
    switch (message.type) {
      case "module":
        this.#learn(this.#sources.get(source), message.module);
        break;
      case "ring":
        if (message.process) {
          this.#sources.set(source, new Source(source, this.#processOf(message.process)));
        }
        this.#addRing(message.ring, message.threadName, this.#sources.get(source));
        break;
      case "dead":
        this.#forget(source);
    }
  }

  #learn(source: Source | undefined, module: ModuleInfo): void {
    if (!source) return;
    source.functions.add(module);
    this.#dumper?.learn(source, module.firstFunction, module.functions.length);
  }

  /** Threads of one process share its row. */
  #processOf(info: ProcessInfo): TracedProcess {
    for (const { process } of this.#sources.values()) if (process.info.pid === info.pid) return process;
    return new TracedProcess(info);
  }

  #forget(name: string): void {
    const source = this.#sources.get(name);
    this.#sources.delete(name);
    for (const thread of this.#dumper?.threads ?? []) if (thread.source === source) thread.dead = true;
    for (const ring of this.#pending) if (ring.source === source) ring.dead = true;
  }

  #addRing(ring: ArrayBufferLike, threadName: string, source: Source | undefined): void {
    const reader = attachRing(ring);
    if (!reader || !source) return;
    if (this.#dumper) {
      this.#dumper.addRing(reader, threadName, source);
    } else if (!this.#stopped) {
      this.#pending.push({ reader, threadName, source, dead: false });
    } else {
      reader.control(Control.OFF);
      this.#idle.push(reader);
    }
  }
}

/** Stores what waits, or where all of it does not fit, a part. */
function storeMuch(dumper: Dumper): void {
  try {
    dumper.store(TRANSACTION_MS);
  } catch (error) {
    if (LOCKED.test(textOf(error))) throw error;
    dumper.store(0);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
