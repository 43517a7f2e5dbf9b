import { Buffer } from "node:buffer";
import childProcess from "node:child_process";
import * as nodeModule from "node:module";
import process from "node:process";
import threads from "node:worker_threads";

const SCHEME = "tstrace:";
/** No regular expression: the program may have changed how those work. */
const NAMES: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null), {
  worker_threads: "worker_threads",
  "node:worker_threads": "worker_threads",
  child_process: "child_process",
  "node:child_process": "child_process",
});

/**
 * In Deno, what is imported by name from a built-in module is what it was at first, whatever its object holds now.
 * So that the program gets what stands in for it, its imports are led to modules of ours. Deno words some errors of
 * imports in another way where there is a hook for them, so there is none before a module names one of those two.
 */
export function leadImports(changed: { child_process: readonly string[]; worker_threads: readonly string[] }): void {
  const releaseChannel = parkChannel();
  const builtins = { child_process: childProcess, worker_threads: threads };
  let leading = false;
  nodeModule.registerHooks({
    load(url, context, nextLoad) {
      releaseChannel();
      if (url.startsWith(SCHEME)) {
        const name = url.slice(SCHEME.length) as keyof typeof builtins;
        const source = moduleText(name, changed[name]);
        return { format: "module", source, shortCircuit: true };
      }
      const loaded = nextLoad(url, context);
      if (!leading && names(loaded.source)) {
        leading = true;
        nodeModule.registerHooks({ resolve });
      }
      return loaded;
    },
  });
}

const resolve: nodeModule.ResolveHookSync = (specifier, context, nextResolve) => {
  const name = NAMES[specifier];
  const required = context.conditions?.includes("require") ?? false;
  if (name === undefined || required || context.parentURL?.startsWith(SCHEME)) return nextResolve(specifier, context);
  return { url: SCHEME + name, format: "module", shortCircuit: true };
};

/** Whether a module may import one of the two. */
function names(source: unknown): boolean {
  if (source === null || source === undefined) return false;
  const text = typeof source === "string" ? source : Buffer.from(source as Uint8Array);
  return text.includes("worker_threads") || text.includes("child_process");
}

function moduleText(name: string, changed: readonly string[]): string {
  const names = changed.join();
  return `import all from "node:${name}";export * from "node:${name}";export default all;const{${names}}=all;export{${names}};`;
}

/**
 * Deno runs the event loop to its end before it starts the program, as there is a hook, and the channel of a cluster's
 * worker keeps it from ending. Lets go of the channel until what is returned is called: when the program is loaded.
 */
function parkChannel(): () => void {
  let channel = process.listenerCount("internalMessage") > 0 ? process.channel : undefined;
  channel?.unref();
  return () => {
    channel?.ref();
    channel = undefined;
  };
}
