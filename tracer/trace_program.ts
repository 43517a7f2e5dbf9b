import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import process from "node:process";
import { Header } from "../ring/layout.ts";
import { createRing, publish, ringBytes, type RingWriter } from "../ring/writer.ts";
import type { Runtime } from "../runtime/types.ts";
import { endModules } from "./activation.ts";
import { FunctionTexts } from "./function_text.ts";
import { Modules } from "./modules.ts";
import { probes } from "./probes.ts";
import { startRecording } from "./recorder.ts";
import type { Settings } from "./settings.ts";
import { Stacks } from "./stacks.ts";

const BLOCK_SIZE = 1 << 20;
/** A dumper that shows no sign of life for so long (ms) is not waited for any more. */
const PATIENCE_MS = 10_000;

/**
 * Traces this thread's program from now on: each module that is loaded gets probes, what they see goes through
 * a ring to the dumper, a Worker beside the program, and from there into the database.
 */
export function traceProgram(settings: Settings, runtime: Runtime): void {
  const blockCount = Math.max(2, Math.floor(settings.ringSize / BLOCK_SIZE));
  const shared = new SharedArrayBuffer(ringBytes(BLOCK_SIZE, blockCount));
  const clockNs = runtime.now();
  const ring = createRing(shared, {
    blockSize: BLOCK_SIZE,
    blockCount,
    pid: process.pid,
    tid: 1,
    clockNs,
    wallMs: runtime.wallMs(),
  });
  const dumper = startDumper(settings, runtime, shared);
  startRecording(ring, runtime.now);
  const texts = new FunctionTexts();
  if (runtime.keepsText) texts.install();
  const stacks = new Stacks();
  if (runtime.showsRawStacks) stacks.install();
  const warned = new Set<string>();
  runtime.hookModules(
    new Modules(settings.selection, settings.cacheDir, runtime.readsSourceMaps, {
      traced(module, made, source) {
        defineProbes(made.probes);
        stacks.add(module.path, source, made.inserted);
        texts.add({ firstFunction: module.firstFunction, slots: made.slots, inserted: made.inserted });
        dumper.postMessage({ type: "module", module });
      },
      untraced(path, reason) {
        if (!warned.has(path)) warn(`${path} runs untraced: ${reason}`);
        warned.add(path);
      },
    }),
  );
  runtime.watchExit({
    flush: () => flush(ring),
    uncaught: endModules,
  });
}

/** Starts the dumper's Worker. Returns the port that takes its messages. */
function startDumper(settings: Settings, runtime: Runtime, ring: SharedArrayBuffer): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const dumper = new Worker(settings.worker, {
    workerData: {
      database: settings.database,
      maxTraces: settings.maxTraces,
      process: {
        pid: process.pid,
        parentPid: process.ppid,
        runtime: `${runtime.name} ${runtime.version}`,
        command: [process.argv0, ...process.argv.slice(1)].join(" "),
      },
      ring,
      threadName: "main",
      port: port2,
    },
    transferList: [port2],
    // Without the program's environment and options the hook does not get into the dumper itself.
    env: {},
    execArgv: [],
  });
  dumper.on("message", (message: { type: string; message: string }) => {
    if (message.type === "problem") warn(message.message);
  });
  dumper.on("error", (error) => warn(`the recording ended early: ${(error as Error)?.message ?? error}`));
  dumper.unref();
  port1.unref();
  return port1;
}

/** The probes are reached by a global that no enumeration shows. */
function defineProbes(name: string): void {
  if (!Object.hasOwn(globalThis, name)) Object.defineProperty(globalThis, name, { value: probes });
}

/** Waits until all that was recorded is in the database. */
function flush(ring: RingWriter): void {
  publish(ring);
  const { ints } = ring;
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

function warn(message: string): void {
  process.stderr.write(`tstrace: ${message}\n`);
}
