import { resolveObjectURL } from "node:buffer";
import process from "node:process";
import threads from "node:worker_threads";
import { verbatim } from "./bun_verbatim.ts";
import { dataModule, scriptType } from "./data_url.ts";
import { type Change, replace, standInFor } from "./stand_in.ts";
import { callerIsTraced, takeThreadStart, tellThread } from "./thread_start.ts";
import type { Following, ModuleText, ModuleTracer, TracedModule } from "./types.ts";

interface WorkerOptions {
  eval?: unknown;
  preload?: unknown;
}

/** The part of Bun's plugins that loads modules. */
interface PluginBuilder {
  onLoad(on: { filter: RegExp; namespace: string }, load: (file: { path: string }) => unknown): void;
}

const { Bun } = globalThis as unknown as { Bun: { peek(promise: Promise<unknown>): unknown } };

/** Has the hook come into Workers, which take nothing over from the thread that starts them, as their first preload. */
export function followThreads({ hook, tracer, disguise }: Following): void {
  // What BUN_OPTIONS holds is found here too.
  process.execArgv = process.execArgv.filter((word) => !word.includes(hook));
  const { first } = takeThreadStart();
  if (first) tracer.trace(first);

  const change = (bare: (body: unknown, options: WorkerOptions) => Bare | undefined): Change => (args) => {
    tellThread(undefined);
    const [body, given, ...rest] = args;
    // What is no object there is for the runtime to complain about.
    if (args.length === 0 || given !== undefined && (given === null || typeof given !== "object")) return args;
    const options = (given ?? {}) as WorkerOptions;
    const { preload } = options;
    const own = preload === undefined ? [] : Array.isArray(preload) ? preload : [preload];
    const changed = { ...options, __proto__: Object.getPrototypeOf(options), preload: [hook, ...own] };
    const code = bare(body, options);
    const traced = code && callerIsTraced(tracer) ? tracer.traceForThread(code.module) : undefined;
    if (!traced) return [body, changed, ...rest];
    tellThread({ first: code!.module });
    return [code!.holding(traced), changed, ...rest];
  };
  replace(globalThis, "Worker", (native) => standInFor(native, change((body) => blobCode(body)), disguise));
  const evaluated = change((body, options) => options.eval ? evalCode(body) : blobCode(body));
  replace(threads, "Worker", (native) => standInFor(native, evaluated, disguise));
}

/** Code that no loader sees, and what holds it for a Worker's constructor. */
interface Bare {
  module: ModuleText;
  holding(traced: TracedModule): unknown;
}

function evalCode(body: unknown): Bare | undefined {
  if (typeof body !== "string") return undefined;
  const module = { path: "[worker eval]", text: body, typescript: false, jsx: false };
  return { module, holding: ({ code }) => code };
}

/** URLs of code that was put into a Blob of ours: nobody knows when the last thread has read it. */
const urls = new Map<string, string>();

function blobCode(body: unknown): Bare | undefined {
  const url = `${body}`;
  if (!url.startsWith("blob:")) return undefined;
  const blob = resolveObjectURL(url);
  if (!blob) return undefined;
  // The promise of a Blob in memory is fulfilled at once.
  const text = Bun.peek(blob.text());
  if (typeof text !== "string") return undefined;
  const { type } = blob;
  const holding = (traced: TracedModule): string => {
    const code = verbatim(url, traced) ?? traced.code;
    const key = `${type}\n${code}`;
    const known = urls.get(key) ?? URL.createObjectURL(new Blob([code], { type }));
    urls.set(key, known);
    return known;
  };
  return { module: { path: url, text, ...scriptType(type) }, holding };
}

/** Traces modules that their `data:` URL holds. */
export function hookDataModules(build: PluginBuilder, tracer: ModuleTracer): void {
  const filter = /^(text|application)\/(x-)?(java|ecma|type)script[;,]/;
  build.onLoad({ filter, namespace: "data" }, ({ path }) => {
    const url = `data:${path}`;
    const module = dataModule(url);
    if (!module) return { contents: "", loader: "js" };
    const { text, typescript, jsx } = module;
    const traced = tracer.trace({ path: url, text, typescript, jsx });
    // A plugin cannot hand over CommonJS, for which a script with a directive is taken.
    const code = (traced && verbatim(url, traced)) ?? traced?.code ?? text;
    return { contents: `${code}\n;export {};`, loader: typescript ? "ts" : "js" };
  });
}
