import { clearTimeout, setTimeout } from "node:timers";
import { openWriter } from "../store/mod.ts";
import { type FileMemory, RingDirectory, type RunningProcess } from "./directory.ts";
import type { Choice } from "./choice.ts";
import type { Redaction } from "./redact.ts";
import { Service } from "./service.ts";
import type { Triggers } from "./triggers.ts";
import type { DumperMessage } from "./types.ts";

/** How long (ms) to wait for more when there is nothing to do. */
const IDLE_MS = 3;
/** The same before the first thread is there: a runtime takes longer to start, and has better use for the processor. */
const EARLY_MS = 10;
/** How long (ms) a database that cannot be written is waited for when all processes have ended. */
const GIVE_UP_MS = 1000;
/** The same for one that another program has locked. */
const GIVE_UP_LOCKED_MS = 30_000;

/** What is collected from where, and where to. */
export interface CollectorStart {
  /** Path of the database, which exists. */
  database: string;
  /** How many traces to keep; 0: all. */
  maxTraces: number;
  /** How many bytes the database may have; 0: as many as it needs. */
  maxBytes: number;
  /** `recordings.id`; the newest one by default. */
  recording?: number;
  /** The directory in which the threads of the recording lay their rings. */
  directory: string;
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
  /** Whether the recording was cut off, and may be old. */
  recover?: boolean;
}

/** What a collector needs of the process it runs in, and whom it tells how it goes. */
export interface CollectorSurroundings {
  memory: FileMemory;
  /** The machine's monotonic clock, ns; 0 where it cannot be read. */
  monotonicNs(): number;
  /** Why not everything can be stored, in a line. */
  problem(message: string): void;
  /** It was asked to finish, and these processes have not ended. */
  waiting(processes: RunningProcess[]): void;
  /** All that was recorded is stored; or there are records `left` that could not be stored for now. */
  done(left: boolean): void;
}

/**
 * Collects what the processes of a recording write into their rings: between whatever else this thread has to do,
 * which waits for 50 ms or so where there is much to store.
 */
export class Collector {
  readonly #outside: CollectorSurroundings;
  readonly #directory: RingDirectory;
  readonly #service: Service;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #finish = false;
  #stop = false;
  #told = "";
  #endedAt = Infinity;
  #early = true;

  constructor(start: CollectorStart, outside: CollectorSurroundings) {
    this.#outside = outside;
    const directory = new RingDirectory(start.directory, outside.memory, start.recover);
    const waiting: DumperMessage[] = [];
    this.#directory = directory;
    this.#service = new Service({ ...start, spills: true }, {
      openWriter,
      receive: () => waiting.shift() ?? take(directory.announced(), waiting),
      ended: (source) => directory.remove(source),
      report: (message) => outside.problem(message),
      now: () => performance.now(),
      monotonicNs: () => outside.monotonicNs(),
    });
    this.#next(0);
  }

  /** Ends when all processes of the recording have ended and all that they recorded is stored. */
  finish(): void {
    this.#finish = true;
    this.#next(0);
  }

  /** Ends when all that was recorded until now is stored. */
  stop(): void {
    this.#stop = true;
    this.finish();
  }

  #next(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#round(), delayMs);
  }

  #round(): void {
    try {
      this.#work();
    } catch (error) {
      this.#outside.problem(`the recording ended early: ${(error as Error)?.message ?? error}`);
      this.#outside.done(true);
    }
  }

  #work(): void {
    const directory = this.#directory;
    const service = this.#service;
    const last = this.#finish;
    const now = performance.now();
    for (const message of directory.found()) service.take(message);
    for (const message of directory.ended(now, last)) service.take(message);
    const more = service.round();
    const { processes } = directory;
    this.#endedAt = last && processes.length === 0 ? Math.min(this.#endedAt, now) : Infinity;
    const patience = service.trouble?.locked ? GIVE_UP_LOCKED_MS : GIVE_UP_MS;
    const hopeless = service.trouble !== undefined && now - this.#endedAt >= patience;
    if ((this.#endedAt <= now && service.finished) || hopeless || (last && this.#stop && !more)) {
      service.release();
      return this.#outside.done(service.trouble !== undefined);
    }
    const pids = String(processes.map(({ pid }) => pid));
    if (last && pids !== this.#told) this.#outside.waiting(processes);
    if (last) this.#told = pids;
    this.#early &&= processes.length === 0;
    this.#next(more ? 0 : service.pause(this.#early ? EARLY_MS : IDLE_MS));
  }
}

/** Puts all of a generator's messages at the end of a queue and takes the first. */
function take(messages: Iterable<DumperMessage>, queue: DumperMessage[]): DumperMessage | undefined {
  queue.push(...messages);
  return queue.shift();
}
