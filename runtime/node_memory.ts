import process from "node:process";
import { freeWith, type LibC, LIBC_NAMES, mapWith, reserveWith } from "./mapped_memory.ts";

/** The part of koffi (https://koffi.dev) that is used here. */
interface Koffi {
  load(name: string): { func(prototype: string): (...args: unknown[]) => unknown };
  view(pointer: unknown, length: number): ArrayBuffer;
}

let libc: LibC<bigint> | null | undefined;

/** Maps a file. Node has no way of its own to call C that is not experimental: `library` is koffi's, as a file. */
export function mapFile(path: string, length: number, library: string): ArrayBuffer | undefined {
  libc ??= load(library);
  return libc ? mapWith(libc, path, length) : undefined;
}

/** Gives an empty file a length and room for it; false where that cannot be done. */
export function reserveFile(path: string, length: number, library: string): boolean {
  libc ??= load(library);
  return reserveWith(libc as LibC<never> | null, path, length);
}

/** Gives the memory of a file back; its mappings stay. */
export function freeFile(path: string, length: number, library: string): void {
  libc ??= load(library);
  freeWith(libc as LibC<never> | null, path, length);
}

/** The system's own number of this thread; 0 where it is not known. */
export function systemTid(library: string): number {
  try {
    return loadKoffi(library).load(LIBC_NAMES.linux[0]).func("int gettid()")() as number;
  } catch {
    return 0;
  }
}

function loadKoffi(library: string): Koffi {
  const module = { exports: {} };
  process.dlopen(module, library);
  return module.exports as Koffi;
}

function load(library: string): LibC<bigint> | null {
  for (const name of LIBC_NAMES[process.platform] ?? []) {
    try {
      const koffi = loadKoffi(library);
      const file = koffi.load(name);
      const mmap = file.func(
        "void *mmap(void *at, size_t length, int protection, int flags, int file, int64_t offset)",
      );
      return {
        open: file.func("int open(const char *path, int flags)") as LibC<bigint>["open"],
        mmap: (length, protection, flags, fd) => mmap(null, length, protection, flags, fd, 0) as bigint,
        close: file.func("int close(int file)") as LibC<bigint>["close"],
        fallocate: process.platform === "linux"
          ? file.func("int fallocate(int file, int mode, int64_t offset, int64_t length)") as LibC<bigint>["fallocate"]
          : undefined,
        view: (pointer, length) => koffi.view(pointer, length),
        failed: (pointer) => BigInt.asIntN(64, BigInt(pointer)) === -1n,
      };
    } catch {
      // Not this one.
    }
  }
  return null;
}
