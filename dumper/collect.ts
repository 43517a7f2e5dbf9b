import { setTimeout } from "node:timers";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { openWriter } from "../store/mod.ts";
import { type FileMemory, RingDirectory, type RunningProcess } from "./directory.ts";
import type { Choice } from "./choice.ts";
import type { Redaction } from "./redact.ts";
import { Service } from "./service.ts";
import type { DumperMessage, DumperProblem } from "./types.ts";

/** How long (ms) to wait for more when there is nothing to do. */
const IDLE_MS = 3;
/** How long (ms) a database that cannot be written is waited for when all processes have ended. */
const GIVE_UP_MS = 1000;
/** The same for one that another program has locked. */
const GIVE_UP_LOCKED_MS = 30_000;

/** `workerData` of a collector. */
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
  /** How many calls a second of a function of a thread are recorded; 0: all. */
  autoMute?: number;
  /** What nobody may read in a value; card numbers, tokens and keys where nothing is said. */
  redact?: Redaction;
  /** Whether the recording was cut off, and may be old. */
  recover?: boolean;
  /** Where the library lies that Node maps files with. */
  library: string;
}

/** What a collector tells the thread that started it. */
export type CollectorMessage =
  | DumperProblem
  /** It was asked to finish, and these processes have not ended. */
  | { type: "waiting"; processes: RunningProcess[] }
  /** All that was recorded is stored; or there are records `left` that could not be stored for now. */
  | { type: "done"; left: boolean };

/**
 * Collects what the processes of a recording write into their rings, until it is told `finish` and they have all
 * ended, or `stop`. `monotonicNs` reads the machine's monotonic clock, ns; 0 where it cannot be read.
 */
export function collect(memory: FileMemory, monotonicNs: () => number): void {
  const start = workerData as CollectorStart;
  const directory = new RingDirectory(start.directory, memory, start.recover);
  const waiting: DumperMessage[] = [];
  const service = new Service({ ...start, spills: true }, {
    openWriter,
    receive: () => waiting.shift() ?? take(directory.announced(), waiting),
    ended: (source) => directory.remove(source),
    report: (message) => tell({ type: "problem", message }),
    now: () => performance.now(),
    monotonicNs,
  });
  let finish = false;
  let stop = false;
  let told = "";
  let endedAt = Infinity;
  (parentPort as unknown as MessagePort).on("message", (message: "finish" | "stop") => {
    finish = true;
    stop ||= message === "stop";
  });

  const round = (): void => {
    const last = finish;
    const now = performance.now();
    for (const message of directory.found()) service.take(message);
    for (const message of directory.ended(now, last)) service.take(message);
    const more = service.round();
    const { processes } = directory;
    endedAt = last && processes.length === 0 ? Math.min(endedAt, now) : Infinity;
    const patience = service.trouble?.locked ? GIVE_UP_LOCKED_MS : GIVE_UP_MS;
    const hopeless = service.trouble !== undefined && now - endedAt >= patience;
    if ((endedAt <= now && service.finished) || hopeless || (last && stop && !more)) {
      service.release();
      return tell({ type: "done", left: service.trouble !== undefined });
    }
    const pids = String(processes.map(({ pid }) => pid));
    if (last && pids !== told) tell({ type: "waiting", processes });
    if (last) told = pids;
    setTimeout(round, more ? 0 : service.pause(IDLE_MS));
  };
  round();
}

function tell(message: CollectorMessage): void {
  parentPort?.postMessage(message);
}

/** Puts all of a generator's messages at the end of a queue and takes the first. */
function take(messages: Iterable<DumperMessage>, queue: DumperMessage[]): DumperMessage | undefined {
  queue.push(...messages);
  return queue.shift();
}
