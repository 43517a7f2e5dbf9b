import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { watchProcess } from "./exit.ts";
import { describeUncaught } from "./node_uncaught.ts";
import { mapFile } from "./node_memory.ts";
import { syntaxOf } from "./source.ts";
import type { ExitWatcher, ModuleTracer, Runtime } from "./types.ts";

/** Node, from 22.15 on. */
export const node: Runtime = {
  name: "node",
  keepsText: true,
  readsSourceMaps: process.sourceMapsEnabled,
  showsRawStacks: !process.sourceMapsEnabled,
  version: process.versions.node,
  now: () => performance.now() * 1e6,
  wallMs: () => performance.timeOrigin + performance.now(),
  mayAccess: () => true,
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
      if (path === undefined || loaded.source === null || loaded.source === undefined || !tracer.wants(path)) {
        return loaded;
      }
      const syntax = syntaxOf(path);
      if (!syntax || (loaded.format && !/^(module|commonjs|typescript)/.test(loaded.format))) return loaded;
      const text = typeof loaded.source === "string" ? loaded.source : decoder.decode(loaded.source as Uint8Array);
      const traced = tracer.trace({ path, text, typescript: syntax.typescript, jsx: false });
      return traced ? { ...loaded, source: traced.code } : loaded;
    },
  });
}

function watchExit(watcher: ExitWatcher): void {
  watchProcess(watcher);
  process.on("uncaughtExceptionMonitor", describeUncaught);
}

/** The path of a `file:` URL, without its query; undefined for any other. */
export function filePath(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(url.replace(/[?#].*$/, ""));
  } catch {
    return undefined;
  }
}
