/**
 * Threads in Deno. They take nothing over from the thread that starts them, so a Worker is started with a module of
 * ours, which brings in the hook and then the Worker's own module. The Worker is not to notice.
 *
 * @module
 */
import { resolveObjectURL } from "node:buffer";
import { existsSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import threads from "node:worker_threads";
import { type Change, replace, standInFor } from "./stand_in.ts";
import { callerIsTraced, numberedThread } from "./thread_start.ts";
import type { Following, ModuleText, ThreadInfo } from "./types.ts";

/** What a thread is told by the thread that starts it. */
export interface DenoThreadStart extends ThreadInfo {
  /** The URL of the Worker's module; undefined where it is started with code. */
  target?: string;
  /** For a `blob:` URL: one of our own, which the program does not revoke. */
  body?: string;
  /** The code it begins with, where no loader sees that. */
  first?: ModuleText;
  /** Loads a module from within the module of ours. */
  load?(url: string): Promise<unknown>;
  /** Set by the hook: loads the Worker's module. */
  run?(): Promise<unknown>;
}

interface WebWorkerOptions {
  type?: unknown;
  name?: unknown;
  deno?: { permissions?: unknown };
}

interface NodeWorkerOptions {
  eval?: unknown;
  name?: unknown;
}

const START = Symbol.for("tstrace.thread");
let started = 0;

/** What this thread was told; undefined in a main thread. */
export const threadStart: DenoThreadStart | undefined = takeStart();

function takeStart(): DenoThreadStart | undefined {
  const start = (globalThis as { [START]?: DenoThreadStart })[START];
  Reflect.deleteProperty(globalThis, START);
  return start;
}

/** This thread. Web Workers have no number in Deno: the threads that a traced thread starts are counted. */
export function countedThread(): ThreadInfo {
  return threadStart ?? numberedThread();
}

/** Has the hook come into Workers. */
export function followThreads({ hook, tracer, disguise }: Following): void {
  const startOf = (name: unknown, more: Partial<DenoThreadStart>): DenoThreadStart => {
    const { tid } = countedThread();
    const own = tid === 1 ? 1 + ++started : tid * 1000 + ++started;
    return { tid: own, name: typeof name === "string" && name !== "" ? name : `worker ${own - 1}`, ...more };
  };
  const web: Change = (args) => {
    const [specifier, given, ...rest] = args;
    const options = (given ?? {}) as WebWorkerOptions;
    if (options.type !== "module" || !inheritsPermissions(options.deno)) return args;
    const { location } = globalThis as { location?: { href: string } };
    const target = URL.parse(`${specifier}`, location?.href)?.href;
    if (target === undefined || isMissing(target)) return args;
    return [moduleOf(startOf(options.name, { target, ...ownBody(target) }), hook), given, ...rest];
  };
  const node: Change = (args) => {
    const [body, given, ...rest] = args;
    const options = (given ?? {}) as NodeWorkerOptions;
    if (options.eval && typeof body === "string") {
      if (!callerIsTraced(tracer)) return args;
      const first = { path: "[worker eval]", text: body, typescript: false, jsx: false };
      const traced = tracer.traceForThread(first);
      const start = startOf(options.name, traced ? { first } : {});
      return [scriptOf(start, hook, traced?.code ?? body), given, ...rest];
    }
    const target = body instanceof URL ? body.href : fileUrl(body);
    if (target === undefined || !/^(file|data):/.test(target) || isMissing(target)) return args;
    return [new URL(moduleOf(startOf(options.name, { target }), hook)), given, ...rest];
  };
  replace(globalThis, "Worker", (native) => standInFor(native, web, disguise));
  replace(threads, "Worker", (native) => standInFor(native, node, disguise));
}

let warned = false;

/** A Worker with permissions of its own could not read the hook. */
function inheritsPermissions(deno: { permissions?: unknown } | undefined): boolean {
  const permissions = deno?.permissions ?? "inherit";
  if (permissions === "inherit") return true;
  if (!warned) process.stderr.write("tstrace: a Worker with permissions of its own runs untraced\n");
  warned = true;
  return false;
}

function ownBody(target: string): { body?: string } {
  const blob = target.startsWith("blob:") ? resolveObjectURL(target) : undefined;
  return blob ? { body: URL.createObjectURL(blob as unknown as Blob) } : {};
}

/** The URL of a script's path, where it is one that the runtime takes. */
function fileUrl(path: unknown): string | undefined {
  if (typeof path !== "string" || !/^(\/|\.\.?\/)/.test(path)) return undefined;
  return pathToFileURL(path).href;
}

/** Whether there is no such file, which is for the runtime to complain about. */
function isMissing(target: string): boolean {
  return target.startsWith("file:") && !existsSync(new URL(target));
}

/** The URL of the module of ours. */
function moduleOf(start: DenoThreadStart, hook: string): string {
  const code = `import{createRequire as require}from"node:module";
const start=${JSON.stringify(start)};
globalThis[Symbol.for("tstrace.thread")]=start;
start.load=(url)=>import(url);
require(${JSON.stringify(hook)})(${JSON.stringify(hook)});
await(start.run?start.run():start.load(start.target));`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** A script, with the hook ahead of it. Its lines stay where they are. */
function scriptOf(start: DenoThreadStart, hook: string, code: string): string {
  const strict = /^\s*(["'])use strict\1/.test(code) ? '"use strict";' : "";
  const told = `globalThis[Symbol.for("tstrace.thread")]=${JSON.stringify(start)};`;
  return `${strict}${told}require(${JSON.stringify(hook)});${code}`;
}
