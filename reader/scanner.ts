import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { type Answer, type Envelope, type Question, type ScanStart, STARTED } from "./scan_protocol.ts";

/** A question that is no longer wanted may keep the Worker busy for so long, ms. */
const PATIENCE_MS = 250;

/** What is known of a question's fate. */
export interface Asking {
  /** Whether the answer is still waited for. */
  isWanted(): boolean;
  /** When the Worker is ended even so, ms after it has begun with the question. */
  limitMs?: number;
}

interface Waiting extends Asking {
  question: Question;
  resolve(answer: Answer | undefined): void;
  /** When the Worker began with it, or was free to. */
  sinceMs: number;
}

/** Asks the Worker that looks through the rows; starts it when it is needed, and ends it where it does not come back. */
export class Scanner {
  readonly #database: string;
  readonly #started: () => void;
  #worker: Worker | undefined;
  #number = 0;
  /** In the order in which they were asked, and are answered. */
  readonly #waiting = new Map<number, Waiting>();
  #watch: ReturnType<typeof setTimeout> | undefined;

  /** @param started is called once a Worker runs: Deno has cleared the cursor's line meanwhile, as it loaded it. */
  constructor(database: string, started: () => void) {
    this.#database = resolve(database);
    this.#started = started;
  }

  /** The answer; undefined where the Worker was ended before it came, as nobody wanted it or it took too long. */
  ask(question: Question, asking: Asking): Promise<Answer | undefined> {
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
    this.#post({ ...asking, question, resolve, sinceMs: performance.now() });
    return promise;
  }

  /** Call it when something is no longer wanted: a Worker that is lost in it is ended, and the rest asked again. */
  giveUp(): void {
    clearTimeout(this.#watch);
    const oldest = this.#waiting.values().next().value;
    if (oldest === undefined) return;
    const limit = oldest.isWanted() ? oldest.limitMs : PATIENCE_MS;
    if (limit === undefined) return;
    const left = oldest.sinceMs + limit - performance.now();
    if (left > 0) this.#watch = setTimeout(() => this.giveUp(), left);
    else this.#restart();
  }

  /** Ends the Worker. */
  close(): void {
    clearTimeout(this.#watch);
    this.#end();
    for (const { resolve } of this.#takeAll()) resolve(undefined);
  }

  #post(waiting: Waiting): void {
    const worker = this.#worker ??= this.#start();
    const number = ++this.#number;
    this.#waiting.set(number, waiting);
    worker.postMessage({ number, content: waiting.question } satisfies Envelope<Question>);
    this.giveUp();
  }

  #end(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #takeAll(): Waiting[] {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    return all;
  }

  #restart(): void {
    this.#end();
    const [lost, ...others] = this.#takeAll();
    lost.resolve(undefined);
    for (const waiting of others) {
      if (waiting.isWanted()) this.#post({ ...waiting, sinceMs: performance.now() });
      else waiting.resolve(undefined);
    }
  }

  #start(): Worker {
    const workerData: ScanStart = { database: this.#database };
    // A tstrace that is traced itself must not trace its Worker. In the executable it lies beside the entry.
    const worker = new Worker(new URL("./scan_worker.ts", import.meta.url), {
      workerData,
      env: {},
      execArgv: [],
    });
    worker.on("message", (message: typeof STARTED | Envelope<Answer>) => {
      if (message === STARTED) return this.#started();
      const { number, content } = message;
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      const next = this.#waiting.values().next().value;
      if (next !== undefined) next.sinceMs = performance.now();
      this.giveUp();
      waiting?.resolve(content);
    });
    worker.on("error", (error: unknown) => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      const message = error instanceof Error ? error.message : String(error);
      for (const { resolve } of this.#takeAll()) resolve({ type: "error", message });
    });
    return worker;
  }
}
