/**
 * What a thread's hook is told by the thread that starts it, in Node and Bun: through the environment data of
 * `node:worker_threads`, which is there ahead of all code and which no program sees that does not ask for it.
 *
 * @module
 */
import * as threads from "node:worker_threads";
import { isAbsolute } from "node:path";
import { callerPath } from "./caller.ts";
import type { ModuleText, ModuleTracer, ThreadInfo } from "./types.ts";

/** What is said of a new thread. */
export interface ThreadStart {
  /** The code it begins with, where no loader sees that. */
  first?: ModuleText;
  /** The options of `process.execArgv` without ours. */
  execArgv?: readonly string[];
  name?: string;
}

const KEY = "tstrace.thread";
const { getEnvironmentData, setEnvironmentData } = threads;

/** To be called before each new thread; without `start` nothing is said to it. */
export function tellThread(start: ThreadStart | undefined): void {
  if (start !== undefined || getEnvironmentData(KEY) !== undefined) {
    setEnvironmentData(KEY, start as unknown as undefined);
  }
}

/** What this thread was told. The program does not find it any more. */
export function takeThreadStart(): ThreadStart {
  const start = getEnvironmentData(KEY) as unknown as ThreadStart | undefined;
  if (start !== undefined) setEnvironmentData(KEY, undefined);
  return threads.isMainThread ? {} : start ?? {};
}

/** This thread, as `node:worker_threads` numbers it. */
export function numberedThread(): ThreadInfo {
  const { isMainThread, threadId } = threads;
  if (isMainThread) return { tid: 1, name: "main" };
  const { threadName } = threads as { threadName?: string };
  const given = threadName !== undefined && threadName !== "" && threadName !== "WorkerThread";
  return { tid: threadId + 1, name: given ? threadName : `worker ${threadId}` };
}

/** Whether code that stands in a call into the runtime, and in no file, is the program's own. */
export function callerIsTraced(tracer: ModuleTracer): boolean {
  const path = callerPath();
  return path === undefined || !isAbsolute(path) || tracer.wants(path);
}
