import process from "node:process";
import { freeWith, type LibC, LIBC_NAMES, mapWith, readMonotonic, reserveWith } from "./mapped_memory.ts";

/** The part of `bun:ffi`, which is a global too, that is used here. */
interface BunFfi {
  dlopen(name: string, symbols: Record<string, unknown>): { symbols: Record<string, (...args: unknown[]) => unknown> };
  toArrayBuffer(pointer: number, offset: number, length: number): ArrayBuffer;
  ptr(bytes: Uint8Array): number;
}

let libc: LibC<number> | null | undefined;

/** Maps a file. */
export function mapFile(path: string, length: number): ArrayBuffer | undefined {
  libc ??= load();
  return libc ? mapWith(libc, path, length) : undefined;
}

/** The machine's monotonic clock, ns; 0 where it cannot be read. */
export function monotonicNs(): number {
  libc ??= load();
  return readMonotonic(libc);
}

/** Gives an empty file a length and room for it; false where that cannot be done. */
export function reserveFile(path: string, length: number): boolean {
  libc ??= load();
  return reserveWith(libc as LibC<never> | null, path, length);
}

/** Gives the memory of a file back; its mappings stay. */
export function freeFile(path: string, length: number): void {
  libc ??= load();
  freeWith(libc as LibC<never> | null, path, length);
}

/** The system's own number of this thread; 0 where it is not known. */
export function systemTid(): number {
  const { FFI } = (globalThis as unknown as { Bun: { FFI: BunFfi } }).Bun;
  try {
    return Number(FFI.dlopen(LIBC_NAMES.linux[0], { gettid: { args: [], returns: "i32" } }).symbols.gettid());
  } catch {
    return 0;
  }
}

function load(): LibC<number> | null {
  const { FFI } = (globalThis as unknown as { Bun: { FFI: BunFfi } }).Bun;
  for (const name of LIBC_NAMES[process.platform] ?? []) {
    try {
      const { symbols } = FFI.dlopen(name, {
        open: { args: ["ptr", "i32"], returns: "i32" },
        mmap: { args: ["ptr", "usize", "i32", "i32", "i32", "i64"], returns: "ptr" },
        close: { args: ["i32"], returns: "i32" },
        ...(process.platform === "linux" ? { fallocate: { args: ["i32", "i32", "i64", "i64"], returns: "i32" } } : {}),
        clock_gettime: { args: ["i32", "ptr"], returns: "i32" },
      });
      return {
        open: (path, flags) => symbols.open(FFI.ptr(new TextEncoder().encode(`${path}\0`)), flags) as number,
        mmap: (length, protection, flags, file) => symbols.mmap(null, length, protection, flags, file, 0) as number,
        close: (file) => symbols.close(file) as number,
        fallocate: symbols.fallocate as LibC<number>["fallocate"],
        clock_gettime: (clock, time) => symbols.clock_gettime(clock, FFI.ptr(new Uint8Array(time.buffer))) as number,
        view: (pointer, length) => FFI.toArrayBuffer(pointer, 0, length),
        // As a number, all bits set is close to 2^64, or it is -1.
        failed: (pointer) => pointer === null || pointer < 0 || pointer > Number.MAX_SAFE_INTEGER,
      };
    } catch {
      // Not this one.
    }
  }
  return null;
}
