import { Worker } from "node:worker_threads";
import type { CollectorMessage, CollectorStart } from "../dumper/mod.ts";
import type { Waiting } from "./waiting.ts";

/** The Worker that stores what the program records, in this process: whatever ends the program does not end it. */
export class Collector {
  /** The reason why not everything could be stored, as the user was told. */
  problem: string | undefined;
  /** Whether there are records in the rings that could be stored later. */
  left = false;
  readonly #worker: Worker;
  readonly #done: Promise<void>;
  #waiting: Waiting | undefined;

  /** `script` is the collector's file, `say` prints a line for the user. */
  constructor(script: string, start: CollectorStart, say: (line: string) => void) {
    // A tstrace that is traced itself must not trace its collector.
    this.#worker = new Worker(script, { workerData: start, env: {}, execArgv: [] });
    const fail = (problem: string): void => {
      this.problem = problem;
      say(problem);
    };
    this.#done = new Promise((resolve) => {
      this.#worker.on("message", (message: CollectorMessage) => {
        if (message.type === "problem") return fail(message.message);
        if (message.type === "waiting") {
          if (this.#waiting) this.#waiting.processes = message.processes;
          return;
        }
        this.left = message.left;
        resolve();
      });
      this.#worker.on("error", (error) => {
        this.left = true;
        fail(`the recording ended early: ${(error as Error)?.message ?? error}`);
        resolve();
      });
      this.#worker.on("exit", () => resolve());
    });
  }

  /** Waits until all processes of the recording have ended, unless stopped, and all that they recorded is stored. */
  async finish(waiting: Waiting): Promise<void> {
    this.#waiting = waiting;
    if (this.problem !== undefined) waiting.rest = "";
    waiting.onStop(() => this.#worker.postMessage("stop"));
    this.#worker.postMessage(waiting.stopped ? "stop" : "finish");
    await this.#done;
    await this.#worker.terminate();
  }
}
