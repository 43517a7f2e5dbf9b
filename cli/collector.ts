import process from "node:process";
import { Worker } from "node:worker_threads";
import type { CollectorMessage, CollectorStart } from "../dumper/mod.ts";

/** What is left in the rings when the program has ended is waited for so long (ms) before a word is said. */
const SILENT_MS = 500;

/** The Worker that stores what the program records, in this process: whatever ends the program does not end it. */
export class Collector {
  readonly #worker: Worker;
  readonly #say: (line: string) => void;
  readonly #done: Promise<void>;
  #finishedAt = Infinity;

  /** `script` is the collector's file, `say` prints a line for the user. */
  constructor(script: string, start: CollectorStart, say: (line: string) => void) {
    this.#say = say;
    // A tstrace that is traced itself must not trace its collector.
    this.#worker = new Worker(script, { workerData: start, env: {}, execArgv: [] });
    this.#done = new Promise((resolve) => {
      this.#worker.on("message", (message: CollectorMessage) => {
        if (message.type === "problem") say(message.message);
        else if (message.type === "waiting") this.#waiting(message.processes.map(({ pid }) => pid));
        else resolve();
      });
      this.#worker.on("error", (error) => {
        say(`the recording ended early: ${(error as Error)?.message ?? error}`);
        resolve();
      });
      this.#worker.on("exit", () => resolve());
    });
  }

  /** Waits until all processes of the recording have ended and all that they recorded is stored. */
  async finish(): Promise<void> {
    this.#finishedAt = performance.now();
    const stop = (): void => this.#worker.postMessage("stop");
    process.on("SIGINT", stop).on("SIGTERM", stop);
    this.#worker.postMessage("finish");
    await this.#done;
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await this.#worker.terminate();
  }

  #waiting(pids: number[]): void {
    if (performance.now() - this.#finishedAt < SILENT_MS) return;
    const which = pids.length === 1 ? `process ${pids[0]}` : `processes ${pids.join(", ")}`;
    this.#say(`waiting for ${which} to end; Ctrl-C ends the recording`);
  }
}
