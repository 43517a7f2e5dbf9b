/**
 * The Worker that takes the records of its process out of shared memory and stores them. Start it with
 * `DumperStart` as `workerData`, and `unref` it: it runs until the process ends, and keeps nothing alive.
 *
 * @module
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { setImmediate } from "node:timers";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { Header } from "../ring/mod.ts";
import { openWriter } from "../store/mod.ts";
import { Service } from "./service.ts";
import type { DumperMessage, DumperProblem, DumperStart } from "./types.ts";

/** How long (ms) to wait for more when there is nothing to do; a flush request ends the wait. */
const IDLE_MS = 4;
const STOPPED_MS = 20;

const start = workerData as DumperStart;
const service = new Service(start, {
  openWriter,
  receive: () => receiveMessageOnPort(start.port)?.message as DumperMessage | undefined,
  report,
  now: () => performance.now(),
});

/** The program's thread may be busy for long, and end without turning to its messages. */
function report(message: string): void {
  const { toldFile } = start;
  if (toldFile === undefined) return parentPort?.postMessage({ type: "problem", message } satisfies DumperProblem);
  if (toldFile === "" || isFirst(toldFile)) writeSync(2, `tstrace: ${message}\n`);
}

/** Whether no other process of the recording has made this file before. */
function isFirst(file: string): boolean {
  try {
    closeSync(openSync(file, "wx", 0o600));
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "EEXIST";
  }
}

service.take({ type: "ring", ring: start.ring, threadName: start.threadName, process: start.process });

/** Works, waits, and lets the event loop turn, so that the Worker can be ended. */
function run(): void {
  if (!service.round()) {
    const ints = service.ring?.ints ?? new Int32Array(start.ring);
    const flush = Atomics.load(ints, Header.FLUSH);
    if (flush === Atomics.load(ints, Header.DRAINED)) {
      Atomics.wait(ints, Header.FLUSH, flush, service.stopped ? STOPPED_MS : service.pause(IDLE_MS));
    }
  }
  setImmediate(run);
}

run();
