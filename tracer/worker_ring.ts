import { MessageChannel, Worker } from "node:worker_threads";
import { Header } from "../ring/layout.ts";
import type { Settings } from "./settings.ts";
import type { ThreadInfo, Transport } from "./transport.ts";

/** A dumper that shows no sign of life for so long (ms) is not waited for any more. */
const PATIENCE_MS = 10_000;

/**
 * Has a Worker beside the program take its records and store them: for where no file can be mapped. What it has not
 * taken when the program is killed is lost, so the end of the program has to wait for it. `maySpill` tells whether
 * files may be written beside the database.
 */
export function openWorkerRing(
  { database, recording, maxTraces, maxBytes, worker, control, secrets, autoMute, slowdown, choice, triggers }:
    Settings,
  thread: ThreadInfo,
  bytes: number,
  { maySpill, toldFile }: { maySpill: boolean; toldFile: string },
  warn: (message: string) => void,
): Transport {
  const ring = new SharedArrayBuffer(bytes);
  const { port1, port2 } = new MessageChannel();
  const ints = new Int32Array(ring);
  let dumper: Worker | undefined;
  return {
    ring,
    start: () => {
      dumper = new Worker(worker, {
        workerData: {
          // By this the hook knows the dumper, should it ever get into it.
          tstrace: "dumper",
          database,
          recording,
          maxTraces,
          maxBytes,
          spills: maySpill,
          control,
          autoMute,
          slowdown,
          choice,
          triggers,
          redact: secrets && { paths: secrets.paths, values: !secrets.shown },
          process: thread.process,
          ring,
          threadName: thread.threadName,
          port: port2,
          toldFile,
        },
        transferList: [port2],
        // Without the program's environment and options the hook does not get into the dumper itself.
        env: {},
        execArgv: [],
      });
      dumper.on("error", (error) => warn(`the recording ended early: ${(error as Error)?.message ?? error}`));
      dumper.unref();
      port1.unref();
    },
    announce: ({ module }) => port1.postMessage({ type: "module", module }),
    flush: () => waitForDumper(ints),
    end: () => {
      void dumper?.terminate();
      port1.close();
    },
  };
}

function waitForDumper(ints: Int32Array): void {
  const wanted = Atomics.add(ints, Header.FLUSH, 1) + 1;
  Atomics.notify(ints, Header.FLUSH);
  let seen = Atomics.load(ints, Header.READER);
  let patience = performance.now() + PATIENCE_MS;
  for (;;) {
    const drained = Atomics.load(ints, Header.DRAINED);
    if (drained - wanted >= 0) return;
    Atomics.wait(ints, Header.DRAINED, drained, 50);
    const alive = Atomics.load(ints, Header.READER);
    if (alive !== seen) patience = performance.now() + PATIENCE_MS;
    else if (performance.now() > patience) return;
    seen = alive;
  }
}
