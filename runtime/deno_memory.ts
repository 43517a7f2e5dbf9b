import { freeWith, type LibC, LIBC_NAMES, mapWith, readMonotonic, reserveWith } from "./mapped_memory.ts";

/** The part of Deno's own interface that is used here. */
interface DenoFfi {
  build: { os: string };
  permissions: { querySync(what: { name: string }): { state: string } };
  dlopen(name: string, symbols: Record<string, unknown>): { symbols: Record<string, (...args: unknown[]) => unknown> };
  UnsafePointer: { value(pointer: object | null): bigint };
  UnsafePointerView: { getArrayBuffer(pointer: object, length: number): ArrayBuffer };
}

let libc: LibC<object | null> | null | undefined;

/** Maps a file, where the program may call C. */
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
  const { Deno } = globalThis as unknown as { Deno: DenoFfi };
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") return 0;
  try {
    return Number(Deno.dlopen(LIBC_NAMES.linux[0], { gettid: { parameters: [], result: "i32" } }).symbols.gettid());
  } catch {
    return 0;
  }
}

function load(): LibC<object | null> | null {
  const { Deno } = globalThis as unknown as { Deno: DenoFfi };
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") return null;
  for (const name of LIBC_NAMES[Deno.build.os] ?? []) {
    try {
      const { symbols } = Deno.dlopen(name, {
        open: { parameters: ["buffer", "i32"], result: "i32" },
        mmap: { parameters: ["pointer", "usize", "i32", "i32", "i32", "i64"], result: "pointer" },
        close: { parameters: ["i32"], result: "i32" },
        ...(Deno.build.os === "linux"
          ? { fallocate: { parameters: ["i32", "i32", "i64", "i64"], result: "i32" } }
          : {}),
        clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
      });
      return {
        open: (path, flags) => symbols.open(new TextEncoder().encode(`${path}\0`), flags) as number,
        mmap: (length, protection, flags, file) =>
          symbols.mmap(null, BigInt(length), protection, flags, file, 0n) as object | null,
        close: (file) => symbols.close(file) as number,
        fallocate: symbols.fallocate &&
          ((file, mode, offset, length) => symbols.fallocate(file, mode, BigInt(offset), BigInt(length)) as number),
        clock_gettime: (clock, time) => symbols.clock_gettime(clock, time) as number,
        view: (pointer, length) => Deno.UnsafePointerView.getArrayBuffer(pointer!, length),
        failed: (pointer) => pointer === null || BigInt.asIntN(64, Deno.UnsafePointer.value(pointer)) === -1n,
      };
    } catch {
      // Not this one.
    }
  }
  return null;
}
