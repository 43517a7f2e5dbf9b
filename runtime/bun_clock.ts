import process from "node:process";
import { LIBC_NAMES } from "./mapped_memory.ts";

/** A function of C: itself, and without the one around it that looks at each argument first. */
interface Foreign {
  (...args: unknown[]): unknown;
  native?(...args: unknown[]): unknown;
}

/** The part of `bun:ffi` that is used here. */
interface BunFfi {
  dlopen(name: string, symbols: Record<string, unknown>): { symbols: Record<string, Foreign> };
  ptr(bytes: Uint32Array): number;
}

const { Bun } = globalThis as unknown as { Bun?: { nanoseconds(): number; FFI: BunFfi } };

/** Linux' number of the clock that never steps. */
const CLOCK_MONOTONIC = 1;

let clock: (() => number) | undefined;

/**
 * The quickest clock that never steps, ns: on Linux the C library's, as the engine compiles calls of C into the code
 * around them, and `Bun.nanoseconds` not.
 */
export function quickestClock(): () => number {
  return clock ??= (process.platform === "linux" ? foreignClock() : undefined) ?? Bun!.nanoseconds;
}

function foreignClock(): (() => number) | undefined {
  const { FFI } = Bun!;
  for (const name of LIBC_NAMES.linux) {
    try {
      const definition = { clock_gettime: { args: ["i32", "ptr"], returns: "i32" } };
      const { clock_gettime } = FFI.dlopen(name, definition).symbols;
      const read = clock_gettime.native ?? clock_gettime;
      // struct timespec: seconds and nanoseconds, 64 bits each; the upper halves are zero for a long time to come. It has
      // memory of its own, which never moves.
      const time = new Uint32Array(new ArrayBuffer(16));
      const address = FFI.ptr(time);
      if (read(CLOCK_MONOTONIC, address) !== 0) continue;
      return () => {
        read(CLOCK_MONOTONIC, address);
        return time[0] * 1e9 + time[2];
      };
    } catch {
      // Not this one.
    }
  }
  return undefined;
}
