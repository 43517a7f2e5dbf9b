/** The program's side of a dumper, for tests. */
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { Header } from "../ring/mod.ts";
import type { TestWriter } from "./test_writer.ts";
import type { DumperMessage, DumperProblem, DumperStart, ModuleInfo } from "./types.ts";

/** Two functions, numbers 0 and 1. */
export const MODULE: ModuleInfo = {
  path: "/shop/cart.ts",
  firstFunction: 0,
  functions: [
    { name: "total", line: 3, column: 1, kind: "function", params: ["items"] },
    { name: "sum", line: 9, column: 1, kind: "arrow", params: ["a", "b"] },
  ],
};

export class Host {
  readonly worker: Worker;
  readonly problems: string[] = [];
  readonly #writer: TestWriter;
  readonly #port: MessagePort;

  constructor(workerPath: string | URL, database: string, writer: TestWriter, maxTraces = 0) {
    const { port1, port2 } = new MessageChannel();
    const start: DumperStart = {
      database,
      maxTraces,
      process: { pid: 11, parentPid: 10, runtime: "test 1", command: "test" },
      ring: writer.buffer,
      threadName: "main",
      port: port2,
    };
    this.#writer = writer;
    this.#port = port1;
    this.worker = new Worker(workerPath, { workerData: start, transferList: [port2] });
    this.worker.on("message", (message: DumperProblem) => this.problems.push(message.message));
    this.worker.unref();
    port1.unref();
  }

  post(message: DumperMessage): void {
    this.#port.postMessage(message);
  }

  /** Blocks this thread until all that was written is stored; false where that took too long. */
  flush(writer = this.#writer): boolean {
    const { ints } = writer.ring;
    const wanted = Atomics.add(ints, Header.FLUSH, 1) + 1;
    Atomics.notify(ints, Header.FLUSH);
    const deadline = performance.now() + 10_000;
    while (Atomics.load(ints, Header.DRAINED) !== wanted) {
      Atomics.wait(ints, Header.DRAINED, wanted - 1, 100);
      if (performance.now() > deadline) return false;
    }
    return true;
  }
}
