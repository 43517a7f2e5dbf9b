import { Collector, type CollectorStart } from "../dumper/mod.ts";
import { currentRuntime } from "../runtime/select.ts";
import type { Waiting } from "./waiting.ts";

/** What stores the records of the program, in this process: whatever ends the program does not end it. */
export class Collecting {
  /** The reason why not everything could be stored, as the user was told. */
  problem: string | undefined;
  /** Whether there are records in the rings that could be stored later. */
  left = false;
  readonly #collector: Collector;
  readonly #done: Promise<void>;
  #waiting: Waiting | undefined;

  /** `library` is where Node's way to map files lies, `say` prints a line for the user. */
  constructor(start: CollectorStart, library: string, say: (line: string) => void) {
    const runtime = currentRuntime();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#done = promise;
    this.#collector = new Collector(start, {
      memory: {
        map: (path, length) => runtime.mapFile(path, length, library),
        free: (path, length) => runtime.freeFile(path, length, library),
      },
      monotonicNs: () => runtime.monotonicNs(),
      problem: (message) => {
        this.problem = message;
        if (this.#waiting) this.#waiting.rest = "";
        say(message);
      },
      waiting: (processes) => {
        if (this.#waiting) this.#waiting.processes = processes;
      },
      done: (left) => {
        this.left = left;
        resolve();
      },
    });
  }

  /** Waits until all processes of the recording have ended, unless stopped, and all that they recorded is stored. */
  async finish(waiting: Waiting): Promise<void> {
    this.#waiting = waiting;
    if (this.problem !== undefined) waiting.rest = "";
    waiting.onStop(() => this.#collector.stop());
    if (waiting.stopped) this.#collector.stop();
    else this.#collector.finish();
    await this.#done;
  }
}
