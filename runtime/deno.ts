import { leadImports } from "./deno_builtins.ts";
import { foreignClock } from "./deno_clock.ts";
import { followCommands } from "./deno_children.ts";
import { countedThread, followThreads, threadStart } from "./deno_threads.ts";
import { prepareWorker } from "./deno_worker_body.ts";
import { followChildren, STARTERS } from "./node_children.ts";
import { watchProcess } from "./exit.ts";
import { freeFile, mapFile, monotonicNs, reserveFile, systemTid } from "./deno_memory.ts";
import { isAlive } from "./alive.ts";
import { hookModules } from "./deno_modules.ts";
import { describeSite } from "./deno_stacks.ts";
import { followVitest } from "./vitest.ts";
import type { ExitWatcher, Following, Runtime } from "./types.ts";

/** The part of Deno's own interface that is used here. */
interface DenoGlobal {
  version: { deno: string };
  permissions: { querySync(what: { name: string; path?: string }): { state: string } };
}

const { Deno } = globalThis as unknown as { Deno: DenoGlobal };

// Taken now: a library that fakes time in tests replaces it.
const milliseconds = performance.now.bind(performance);
const clock = Deno ? foreignClock() : undefined;

/** Deno, from 2.9 on. */
export const deno: Runtime = {
  name: "deno",
  keepsText: true,
  readsSourceMaps: true,
  takesPlainText: false,
  showsRawStacks: true,
  describeSite,
  get version() {
    return Deno.version.deno;
  },
  now: clock ?? (() => milliseconds() * 1e6),
  wallMs: () => performance.timeOrigin + performance.now(),
  monotonicNs,
  systemTid,
  mayAccess: (path, mode) => isGranted(mode, path),
  isAlive: (pid) => !isGranted("run") || isAlive(pid),
  refusesMapping(directory) {
    if (!isGranted("ffi")) return "it may not call C, which takes --allow-ffi";
    return isGranted("write", directory) ? undefined : `it may not write to ${directory}, which takes --allow-write`;
  },
  mapFile,
  reserveFile,
  freeFile,
  hookModules,
  thread: countedThread,
  follow,
  watchExit,
};

/** Whether the program has a permission; asks nobody. */
function isGranted(name: string, path?: string): boolean {
  return Deno.permissions.querySync(path === undefined ? { name } : { name, path }).state === "granted";
}

function follow(following: Following): void {
  if (threadStart) prepareWorker(threadStart, following);
  followThreads(following);
  const mayRead = Deno.permissions.querySync({ name: "env" }).state === "granted";
  followChildren(following, mayRead);
  if (mayRead) followVitest(following);
  followCommands(following);
  leadImports({ child_process: Object.keys(STARTERS), worker_threads: ["Worker"] });
}

function watchExit(watcher: ExitWatcher): void {
  watchProcess(watcher);
  // `Deno.exit` does not tell `process`.
  const { flush } = watcher;
  if (flush) globalThis.addEventListener("unload", flush);
}
