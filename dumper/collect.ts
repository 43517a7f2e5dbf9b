import { setTimeout } from "node:timers";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { openWriter } from "../store/mod.ts";
import { type MapFile, RingDirectory } from "./directory.ts";
import { Service } from "./service.ts";
import type { DumperMessage, DumperProblem } from "./types.ts";

/** How long (ms) to wait for more when there is nothing to do. */
const IDLE_MS = 3;

/** `workerData` of a collector. */
export interface CollectorStart {
  /** Path of the database, which exists. */
  database: string;
  /** How many traces to keep; 0: all. */
  maxTraces: number;
  /** `recordings.id`; the newest one by default. */
  recording?: number;
  /** The directory in which the threads of the recording lay their rings. */
  directory: string;
  /** Where the library lies that Node maps files with. */
  library: string;
}

/** What a collector tells the thread that started it. */
export type CollectorMessage =
  | DumperProblem
  /** It was asked to finish, and these processes have not ended. */
  | { type: "waiting"; pids: number[] }
  /** All that was recorded is stored. */
  | { type: "done" };

/**
 * Collects what the processes of a recording write into their rings, until it is told `finish` and they have all
 * ended, or `stop`.
 */
export function collect(mapFile: MapFile): void {
  const start = workerData as CollectorStart;
  const directory = new RingDirectory(start.directory, mapFile);
  const waiting: DumperMessage[] = [];
  const service = new Service(start, {
    openWriter,
    receive: () => waiting.shift() ?? take(directory.announced(), waiting),
    ended: (source) => directory.remove(source),
    report: (message) => tell({ type: "problem", message }),
    now: () => performance.now(),
  });
  let finish = false;
  let stop = false;
  let told = "";
  (parentPort as unknown as MessagePort).on("message", (message: "finish" | "stop") => {
    finish = true;
    stop ||= message === "stop";
  });

  const round = (): void => {
    const last = finish;
    for (const message of directory.found()) service.take(message);
    for (const message of directory.ended(performance.now())) service.take(message);
    const more = service.round();
    const pids = directory.processes;
    if (last && (stop || pids.length === 0) && (service.finished || (stop && !more))) return tell({ type: "done" });
    if (last && pids.length > 0 && String(pids) !== told) tell({ type: "waiting", pids });
    if (last) told = String(pids);
    setTimeout(round, more ? 0 : IDLE_MS);
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
