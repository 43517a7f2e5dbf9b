import process from "node:process";
import { followChildren } from "./bun_children.ts";
import { quickestClock } from "./bun_clock.ts";
import { freeFile, mapFile, monotonicNs, reserveFile, systemTid } from "./bun_memory.ts";
import { isAlive } from "./alive.ts";
import { hookModules, print } from "./bun_modules.ts";
import { followThreads } from "./bun_threads.ts";
import { watchProcess } from "./exit.ts";
import { numberedThread } from "./thread_start.ts";
import { followVitest } from "./vitest.ts";
import type { ExitWatcher, Runtime } from "./types.ts";

const { Bun } = globalThis as unknown as { Bun: { gc(synchronous: boolean): void } };

/** Bun, from 1.4 on. */
export const bun: Runtime = {
  name: "bun",
  keepsText: true,
  readsSourceMaps: false,
  takesPlainText: true,
  print,
  showsRawStacks: false,
  version: process.versions.bun ?? "",
  get now() {
    return quickestClock();
  },
  wallMs: () => performance.timeOrigin + performance.now(),
  monotonicNs,
  systemTid,
  collectGarbage: () => Bun.gc(true),
  mayAccess: () => true,
  isAlive,
  mapFile,
  reserveFile,
  freeFile,
  hookModules,
  thread: numberedThread,
  follow(following) {
    followThreads(following);
    followChildren(following);
    followVitest(following);
  },
  watchExit,
};

/**
 * Of a rejection that nobody handles Bun tells only who listens, and then it does nothing itself. So the first one is
 * made once more when it was told, with no listener any more.
 */
function watchExit(watcher: ExitWatcher): void {
  const { rejected } = watcher;
  if (rejected) {
    const event = "unhandledRejection";
    const listener = (reason: unknown): void => {
      if (process.listenerCount(event) > 1) return;
      process.removeListener(event, listener);
      rejected(reason);
      void Promise.reject(reason);
    };
    process.on(event, listener);
  }
  watchProcess(watcher);
}
