import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { isMainThread } from "node:worker_threads";
import { watchProcess } from "./exit.ts";
import { followChildren } from "./node_children.ts";
import { OwnLoaders } from "./node_compile.ts";
import { followThreads } from "./node_threads.ts";
import { isAlive } from "./alive.ts";
import { describeUncaught } from "./node_uncaught.ts";
import { freeFile, mapFile, reserveFile, systemTid } from "./node_memory.ts";
import { syntaxOf } from "./source.ts";
import { type Change, replace, standInFor } from "./stand_in.ts";
import { numberedThread } from "./thread_start.ts";
import { followVitest } from "./vitest.ts";
import type { ExitWatcher, Following, ModuleTracer, Runtime } from "./types.ts";

// Taken now: a library that fakes time in tests replaces it.
const milliseconds = performance.now.bind(performance);

/** Node, from 22.15 on. */
export const node: Runtime = {
  name: "node",
  keepsText: true,
  // A program may have it so at any time.
  get readsSourceMaps() {
    return process.sourceMapsEnabled;
  },
  get isDebugged() {
    return process.getBuiltinModule("node:inspector").url() !== undefined;
  },
  takesPlainText: false,
  get showsRawStacks() {
    return !process.sourceMapsEnabled;
  },
  version: process.versions.node,
  now: () => milliseconds() * 1e6,
  wallMs: () => performance.timeOrigin + performance.now(),
  monotonicNs,
  systemTid,
  mayAccess: () => true,
  isAlive,
  mapFile,
  reserveFile,
  freeFile,
  hookModules,
  thread: numberedThread,
  follow(following) {
    ownLoaders = new OwnLoaders(following);
    followThreads(following);
    followChildren(following);
    followVitest(following);
    followSourceMaps(following);
    nodeModule.syncBuiltinESMExports();
  },
  watchExit,
};

let ownLoaders: OwnLoaders | undefined;

function hookModules(tracer: ModuleTracer): void {
  const decoder = new TextDecoder();
  nodeModule.registerHooks({
    load(url, context, nextLoad) {
      ownLoaders?.look();
      const loaded = nextLoad(url, context);
      return tracer.undisturbed(() => traced(url, loaded));
    },
  });

  const traced = (url: string, loaded: nodeModule.LoadFnOutput): nodeModule.LoadFnOutput => {
    const path = filePath(url);
    if (
      loaded.source === null || loaded.source === undefined ||
      (path === undefined ? !isData(url) : !tracer.wants(path))
    ) {
      return loaded;
    }
    const syntax = path === undefined ? { typescript: false, kind: "" } : syntaxOf(path);
    if (!syntax || (loaded.format && !/^(module|commonjs|typescript)/.test(loaded.format))) return loaded;
    const text = typeof loaded.source === "string" ? loaded.source : decoder.decode(loaded.source as Uint8Array);
    const made = tracer.trace({ path: path ?? url, text, typescript: syntax.typescript, jsx: false });
    // CommonJS that holds what only an ES module may: Node is to find that in the program's own text.
    const isCommonJs = syntax.kind === "c" || loaded.format?.startsWith("commonjs");
    if (!made || (isCommonJs && made.kind === "module")) return loaded;
    return { ...loaded, source: made.code };
  };
}

function followSourceMaps({ disguise, onSourceMaps }: Following): void {
  const change: Change = (args) => {
    if (args[0] === true) onSourceMaps();
    return args;
  };
  const standIn = (native: Parameters<typeof standInFor>[0]) => standInFor(native, change, disguise);
  replace(process, "setSourceMapsEnabled", standIn);
  replace(nodeModule.Module, "setSourceMapsSupport", standIn);
}

// Taken now, like the other clock.
const { hrtime } = process;

/** Node's own clock for durations counts from where the system's does. */
function monotonicNs(): number {
  const [seconds, nanoseconds] = hrtime();
  return process.platform === "linux" ? seconds * 1e9 + nanoseconds : 0;
}

function watchExit(watcher: ExitWatcher): void {
  watchProcess(watcher);
  // In a Worker an error does not end the process: it goes to the thread that started the Worker.
  if (!isMainThread) return;
  const describe: typeof describeUncaught = (error, origin) =>
    watcher.undisturbed(() => describeUncaught(error, origin));
  process.on("uncaughtExceptionMonitor", describe);
}

/** Whether a URL holds the module itself. */
function isData(url: string): boolean {
  return url.startsWith("data:");
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
