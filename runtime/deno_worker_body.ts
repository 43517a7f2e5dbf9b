/**
 * The inside of a Worker in Deno: loads the Worker's own module, so that it finds everything as if the thread had
 * been started with it.
 *
 * @module
 */
import * as nodeModule from "node:module";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { dataModule, scriptType } from "./data_url.ts";
import type { DenoThreadStart } from "./deno_threads.ts";
import type { Disguise } from "./stand_in.ts";
import { replaceGetter } from "./stand_in.ts";
import type { Following, ModuleTracer } from "./types.ts";

interface Scope {
  WorkerLocation?: { prototype: object };
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  dispatchEvent(event: Event): boolean;
}

const scope = globalThis as unknown as Scope;
const BEGIN = "$tstrace_begin";

/** Has `start.run` load the Worker's module. */
export function prepareWorker(start: DenoThreadStart, { tracer, disguise }: Following): void {
  if (start.first) tracer.trace(start.first);
  const { target, load } = start;
  if (target === undefined || load === undefined) return;
  const release = holdMessages();
  showPlace(target, disguise);
  const bodies = new Map<string, string>();
  hookTarget(target, bodies, release);
  start.run = async () => {
    try {
      const body = await bodyOf(start, tracer);
      if (body !== undefined) bodies.set(target, body);
      if (isCommonJs(target)) return runMain(fileURLToPath(target));
      return await load(target);
    } finally {
      release();
    }
  };
}

/** The code of a module that no loader sees; undefined where a loader does, or where it cannot be traced. */
async function bodyOf({ target, body }: DenoThreadStart, tracer: ModuleTracer): Promise<string | undefined> {
  const found = body === undefined ? dataModule(target!) : await blobModule(body);
  if (!found) return undefined;
  const traced = tracer.trace({ path: target!, ...found });
  if (!traced || !found.typescript) return traced?.code;
  try {
    return nodeModule.stripTypeScriptTypes(traced.code);
  } catch {
    return undefined;
  }
}

async function blobModule(url: string): Promise<{ text: string; typescript: boolean; jsx: boolean }> {
  const response = await fetch(url);
  const blob = await response.blob();
  URL.revokeObjectURL(url);
  return { text: await blob.text(), ...scriptType(blob.type) };
}

/**
 * Messages are handed out from now on, while the Worker's module is still on its way: they are kept for it. Returns
 * what hands them out, as soon as the event loop turns.
 */
function holdMessages(): () => void {
  const held: Event[] = [];
  const hold = (event: Event): void => {
    event.stopImmediatePropagation();
    held.push(event);
  };
  scope.addEventListener("message", hold);
  let released = false;
  return () => {
    if (released) return;
    released = true;
    setTimeout(() => {
      scope.removeEventListener("message", hold);
      for (const event of held) scope.dispatchEvent(event);
    }, 0);
  };
}

/** What the program reads of the place that it was loaded from. */
function showPlace(target: string, disguise: Disguise): void {
  const url = new URL(target);
  const { WorkerLocation } = scope;
  if (!WorkerLocation) return;
  for (const key of ["hash", "host", "hostname", "href", "origin", "pathname", "port", "protocol", "search"] as const) {
    replaceGetter(WorkerLocation.prototype, key, () => url[key], disguise);
  }
}

/** Gives the Worker's module its own code where no loader has it, and `import.meta.main`. */
function hookTarget(target: string, bodies: Map<string, string>, release: () => void): void {
  nodeModule.registerHooks({
    load(url, context, nextLoad) {
      if (url !== target) return nextLoad(url, context);
      const body = bodies.get(url);
      const loaded = body === undefined
        ? nextLoad(url, context)
        : { format: "module", source: body, shortCircuit: true };
      const { source } = loaded;
      if (typeof source !== "string" || !/\bimport\.meta\.main\b|\bawait\b/.test(source)) return loaded;
      Object.defineProperty(globalThis, BEGIN, { value: release, configurable: true });
      const begin = `import.meta.main=true;globalThis.${BEGIN}();`;
      return { ...loaded, source: source.startsWith("#!") ? `${begin}//${source}` : begin + source };
    },
  });
}

function isCommonJs(target: string): boolean {
  return target.startsWith("file:") && /\.c[jt]s$/.test(new URL(target).pathname);
}

function runMain(path: string): void {
  const Module = createRequire(path)("node:module") as { _load(path: string, parent: null, isMain: boolean): void };
  Module._load(path, null, true);
}
