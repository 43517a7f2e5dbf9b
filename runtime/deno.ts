import * as nodeModule from "node:module";
import { watchProcess } from "./exit.ts";
import { filePath } from "./node.ts";
import { mapFile } from "./deno_memory.ts";
import { syntaxOf } from "./source.ts";
import type { ExitWatcher, ModuleTracer, Runtime } from "./types.ts";

/** The part of Deno's own interface that is used here. */
interface DenoGlobal {
  version: { deno: string };
  permissions: { querySync(what: { name: string; path?: string }): { state: string } };
}

const { Deno } = globalThis as unknown as { Deno: DenoGlobal };

/** Deno, from 2.9 on. */
export const deno: Runtime = {
  name: "deno",
  keepsText: true,
  readsSourceMaps: true,
  showsRawStacks: false,
  get version() {
    return Deno.version.deno;
  },
  now: () => performance.now() * 1e6,
  wallMs: () => performance.timeOrigin + performance.now(),
  mayAccess: (path, mode) => Deno.permissions.querySync({ name: mode, path }).state === "granted",
  mapFile,
  hookModules,
  watchExit,
};

function hookModules(tracer: ModuleTracer): void {
  const decoder = new TextDecoder();
  nodeModule.registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const path = filePath(url);
      const required = context.conditions?.includes("require") ?? false;
      // With a load hook, Deno compiles whatever is required as JavaScript, JSON included, unless it has no source.
      const untouched = required ? { ...loaded, source: null as unknown as string, shortCircuit: false } : loaded;
      if (path === undefined) return loaded;
      const syntax = syntaxOf(path);
      if (!syntax) return untouched;
      if (loaded.source === null || loaded.source === undefined || !tracer.wants(path)) return untouched;
      const text = typeof loaded.source === "string" ? loaded.source : decoder.decode(loaded.source as Uint8Array);
      // What arrives here is JavaScript already, with a map to the original inside.
      const traced = tracer.trace({ path, text, typescript: false, jsx: false });
      if (!traced || (required && traced.kind === "module")) return untouched;
      return { ...loaded, source: traced.code };
    },
  });
}

function watchExit(watcher: ExitWatcher): void {
  watchProcess(watcher);
  // `Deno.exit` does not tell `process`.
  const { flush } = watcher;
  if (flush) globalThis.addEventListener("unload", flush);
}
