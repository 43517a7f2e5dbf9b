import process from "node:process";
import threads from "node:worker_threads";
import { replace, standInFor } from "./stand_in.ts";
import { callerIsTraced, takeThreadStart, tellThread, type ThreadStart } from "./thread_start.ts";
import type { Following } from "./types.ts";

/** What a program asks of a new Worker. */
interface WorkerOptions {
  eval?: unknown;
  env?: unknown;
  execArgv?: unknown;
}

/**
 * Has the hook come into Workers. They take over the environment or the options of the thread that starts them, and
 * the hook with them; where both are replaced, it goes among the new options.
 */
export function followThreads({ hook, tracer, disguise }: Following): void {
  const start = takeThreadStart();
  if (start.execArgv) process.execArgv = [...start.execArgv];
  if (start.first) tracer.trace(start.first);

  const change = (args: unknown[]): unknown[] => {
    tellThread(undefined);
    const [body, given, ...rest] = args;
    if (given !== undefined && (given === null || typeof given !== "object")) return args;
    const options = (given ?? {}) as WorkerOptions;
    const start: ThreadStart = {};
    const code = options.eval && typeof body === "string" && callerIsTraced(tracer)
      ? { path: "[worker eval]", text: body, typescript: false, jsx: false }
      : undefined;
    const traced = code && tracer.traceForThread(code);
    if (traced) start.first = code;
    const execArgv = losesHook(options, hook) ? execArgvOf(options) : undefined;
    if (execArgv) start.execArgv = execArgv;
    if (!traced && !execArgv) return args;
    tellThread(start);
    const changed = execArgv
      ? { ...options, __proto__: Object.getPrototypeOf(options), execArgv: ["--require", hook, ...execArgv] }
      : given;
    return [traced?.code ?? body, changed, ...rest];
  };
  replace(threads, "Worker", (native) => standInFor(native, change, disguise));
}

/** With an environment or options of its own, a Worker reads its options anew. */
function losesHook({ env, execArgv }: WorkerOptions, hook: string): boolean {
  const ownEnvironment = typeof env === "object" && env !== null;
  if (!ownEnvironment && !Array.isArray(execArgv)) return false;
  const { NODE_OPTIONS } = (ownEnvironment ? env : process.env) as { NODE_OPTIONS?: unknown };
  return !`${NODE_OPTIONS}`.includes(hook);
}

function execArgvOf({ execArgv }: WorkerOptions): string[] | undefined {
  if (execArgv === undefined) return process.execArgv;
  return Array.isArray(execArgv) ? execArgv : undefined;
}
