/**
 * The Worker that takes the records of its process out of shared memory and stores them. Start it with
 * `DumperStart` as `workerData`, and `unref` it: it runs until the process ends, and keeps nothing alive.
 *
 * @module
 */
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
  report: (message) => parentPort?.postMessage({ type: "problem", message } satisfies DumperProblem),
  now: () => performance.now(),
});

service.take({ type: "ring", ring: start.ring, threadName: start.threadName, process: start.process });

/** Works, waits, and lets the event loop turn, so that the Worker can be ended. */
function run(): void {
  if (!service.round()) {
    const ints = service.ring?.ints ?? new Int32Array(start.ring);
    const flush = Atomics.load(ints, Header.FLUSH);
    if (flush === Atomics.load(ints, Header.DRAINED)) {
      Atomics.wait(ints, Header.FLUSH, flush, service.stopped ? STOPPED_MS : IDLE_MS);
    }
  }
  setImmediate(run);
}

run();
