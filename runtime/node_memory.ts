import process from "node:process";
import { type LibC, LIBC_NAMES, mapWith } from "./mapped_memory.ts";

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

function load(library: string): LibC<bigint> | null {
  for (const name of LIBC_NAMES[process.platform] ?? []) {
    try {
      const module = { exports: {} };
      process.dlopen(module, library);
      const koffi = module.exports as Koffi;
      const file = koffi.load(name);
      const mmap = file.func(
        "void *mmap(void *at, size_t length, int protection, int flags, int file, int64_t offset)",
      );
      return {
        open: file.func("int open(const char *path, int flags)") as LibC<bigint>["open"],
        mmap: (length, protection, flags, fd) => mmap(null, length, protection, flags, fd, 0) as bigint,
        close: file.func("int close(int file)") as LibC<bigint>["close"],
        view: (pointer, length) => koffi.view(pointer, length),
        failed: (pointer) => BigInt.asIntN(64, BigInt(pointer)) === -1n,
      };
    } catch {
      // Not this one.
    }
  }
  return null;
}
