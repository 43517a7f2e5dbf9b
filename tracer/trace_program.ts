import { dirname } from "node:path";
import process from "node:process";
import { createRing, publish, ringBytes, type RingWriter } from "../ring/writer.ts";
import type { ExitWatcher, Runtime } from "../runtime/types.ts";
import { endModules } from "./activation.ts";
import type { LoadInstrumenter } from "./instrumenter.ts";
import { measureRecord } from "./calibrate.ts";
import { offerEvents } from "./log.ts";
import { savePristine, withPristine } from "./pristine.ts";
import { programModules, warn } from "./program_modules.ts";
import { recordEvent, recordUncaught, startRecording } from "./recorder.ts";
import type { Settings } from "./settings.ts";
import { openSharedRing } from "./shared_ring.ts";
import type { ThreadInfo, Transport } from "./transport.ts";
import { openWorkerRing } from "./worker_ring.ts";

const BLOCK_SIZE = 1 << 20;

/**
 * Traces this thread's program from now on: each module that is loaded gets probes, what they see goes through
 * a ring to the dumper, and from there into the database.
 *
 * `load` gives what puts probes into a module that is not in the cache. Nothing is done where the recording has ended.
 * Throws where neither a file can be mapped nor a Worker be started.
 */
export function traceProgram(settings: Settings, runtime: Runtime, load: LoadInstrumenter): void {
  const opened = openRing(settings, runtime);
  if (!opened) return;
  const { ring, transport } = opened;
  startRecording(ring, runtime.now, settings.budget);
  offerEvents(recordEvent);
  const { tracer, texts, stacks } = programModules(
    settings,
    runtime,
    (announcement) => transport.announce(announcement),
    load,
  );
  runtime.hookModules(tracer, dirname(settings.hook));
  runtime.follow({
    hook: settings.hook,
    tracer,
    disguise: (standIn, native) => texts.disguise(standIn, native),
    onSourceMaps: () => stacks.uninstall(),
  });
  savePristine();
  const flush = transport.flush && (() => {
    publish(ring);
    transport.flush?.();
  });
  runtime.watchExit({ flush, undisturbed: withPristine, ...uncaughtWatcher(() => settings) });
}

/** What is to be done of exceptions that nobody catches, as settings say it when there is one. */
export function uncaughtWatcher(settings: () => Settings): Pick<ExitWatcher, "uncaught" | "rejected"> {
  const tell = (error: unknown): void => {
    if (settings().triggers?.exceptionNs !== undefined) recordUncaught([error]);
  };
  const uncaught = (error: unknown): void => {
    endModules(error);
    tell(error);
  };
  // Nobody is to listen for rejections who need not know of them.
  return settings().triggers?.exceptionNs === undefined ? { uncaught } : { uncaught, rejected: tell };
}

/** A new ring of this thread, and the way from it to the dumper; undefined where the recording has ended. */
export function openRing(settings: Settings, runtime: Runtime): { ring: RingWriter; transport: Transport } | undefined {
  const thread = currentThread(settings, runtime);
  const blockCount = Math.max(2, Math.floor(settings.ringSize / BLOCK_SIZE));
  const transport = openTransport(settings, runtime, thread, ringBytes(BLOCK_SIZE, blockCount));
  if (!transport) return undefined;
  const { pid } = thread.process;
  // The first reading of a clock may have to load a library: the second is beside the other.
  runtime.monotonicNs();
  const clockNs = runtime.now();
  const monotonicNs = runtime.monotonicNs();
  const clocks = {
    clockNs,
    wallMs: runtime.wallMs(),
    monotonicNs,
    systemTid: runtime.systemTid(settings.shared.library),
    ticks: settings.clock === "coarse",
  };
  const ring = createRing(transport.ring, { blockSize: BLOCK_SIZE, blockCount, pid, tid: thread.tid, ...clocks });
  transport.start?.();
  return { ring, transport };
}

function currentThread({ budget }: Settings, runtime: Runtime): ThreadInfo {
  const { tid, name } = runtime.thread();
  return {
    process: {
      pid: process.pid,
      parentPid: process.ppid,
      runtime: `${runtime.name} ${runtime.version}`,
      command: [process.argv0, ...process.argv.slice(1)].join(" "),
      transport: "shared",
      recordNs: measureRecord(runtime.now, budget),
    },
    tid,
    threadName: name,
  };
}

/** A mapped file wherever that can be had: nothing that happens to the program loses what it wrote there. */
function openTransport(settings: Settings, runtime: Runtime, thread: ThreadInfo, bytes: number): Transport | undefined {
  const { shared, transport } = settings;
  // What a tstrace that was killed will never take would fill the memory.
  if (transport !== "worker" && !runtime.isAlive(shared.collector)) return undefined;
  const mapped = transport === "worker" ? "it was asked for" : openSharedRing(shared, thread, bytes, runtime);
  if (typeof mapped !== "string") return mapped;
  if (transport === "shared") throw new Error(`files cannot be mapped into memory here: ${mapped}`);
  thread.process.transport = `worker: ${mapped}`;
  const maySpill = runtime.mayAccess(dirname(settings.database), "write");
  const { toldFile: told } = settings;
  const toldFile = told !== "" && runtime.mayAccess(told, "write") ? told : "";
  return openWorkerRing(settings, thread, bytes, { maySpill, toldFile }, warn);
}
