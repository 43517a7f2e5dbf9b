import process from "node:process";
import type { ExitWatcher } from "./types.ts";

/** A signal that ends the process is waited for so long (ms). */
const DEATH_MS = 1000;

/** The signals that end a program which does not handle them. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Watches what `process` tells of the end, which is nearly all of it in every runtime.
 *
 * A signal that the program handles itself is its own affair. One that it does not handle still ends it, with
 * the signal as its status: the handler flushes, goes, and sends the signal once more.
 */
export function watchProcess(watcher: ExitWatcher): void {
  const { flush } = watcher;
  process.on("uncaughtExceptionMonitor", (error) => {
    watcher.uncaught(error);
    flush?.();
  });
  if (!flush) return;
  process.on("exit", flush);
  for (const signal of SIGNALS) {
    const onSignal = (): void => {
      flush();
      if (process.listenerCount(signal) > 1) return;
      process.removeListener(signal, onSignal);
      process.kill(process.pid, signal);
      // Deno takes a while to die of it: what the program did meanwhile would be neither as untraced nor stored.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, DEATH_MS);
    };
    process.on(signal, onSignal);
  }
}
