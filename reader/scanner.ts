import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { Answer, Envelope, Question, ScanStart } from "./scan_protocol.ts";

/** A Worker that has not answered for so long (ms) is ended when its answer is no longer wanted. */
const PATIENCE_MS = 250;

interface Waiting {
  resolve(answer: Answer | undefined): void;
  sinceMs: number;
}

/** Asks the Worker that looks through the rows; starts it when it is needed, and ends it where it does not come back. */
export class Scanner {
  readonly #database: string;
  #worker: Worker | undefined;
  #number = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(database: string) {
    this.#database = resolve(database);
  }

  /** The answer; undefined where the Worker was ended before it came. */
  ask(question: Question): Promise<Answer | undefined> {
    const worker = this.#worker ??= this.#start();
    const number = ++this.#number;
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
    this.#waiting.set(number, { resolve, sinceMs: performance.now() });
    worker.postMessage({ number, content: question } satisfies Envelope<Question>);
    return promise;
  }

  /** What was asked is no longer wanted: a Worker that is lost in it is ended. */
  giveUp(): void {
    const oldest = this.#waiting.values().next().value;
    if (oldest !== undefined && performance.now() - oldest.sinceMs > PATIENCE_MS) this.close();
  }

  /** Ends the Worker. It is started again when something is asked. */
  close(): void {
    void this.#worker?.terminate();
    this.#forget();
  }

  #forget(): void {
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { resolve } of waiting) resolve(undefined);
  }

  #start(): Worker {
    const workerData: ScanStart = { database: this.#database };
    // A tstrace that is traced itself must not trace its Worker. In the executable it lies beside the entry.
    const worker = new Worker(new URL("./scan_worker.ts", import.meta.url), {
      workerData,
      env: {},
      execArgv: [],
    });
    worker.on("message", ({ number, content }: Envelope<Answer>) => {
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      // The clock of the next question begins when it is its turn.
      const next = this.#waiting.values().next().value;
      if (next !== undefined) next.sinceMs = performance.now();
      waiting?.resolve(content);
    });
    worker.on("error", (error: unknown) => {
      if (worker !== this.#worker) return;
      const message = error instanceof Error ? error.message : String(error);
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      this.#forget();
      for (const { resolve } of waiting) resolve({ type: "error", message });
    });
    return worker;
  }
}
