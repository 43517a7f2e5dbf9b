/**
 * Files mapped into memory through the C library: what one process writes there another reads, and it is still there
 * when the writer was killed.
 *
 * @module
 */

import { constants } from "node:fs";
import process from "node:process";

/** The functions of the C library that mapping takes; pointers are what the runtime's way to call C makes of them. */
export interface LibC<Pointer> {
  open(path: string, flags: number): number;
  mmap(length: number, protection: number, flags: number, file: number): Pointer;
  close(file: number): number;
  /** Linux'. */
  fallocate?(file: number, mode: number, offset: number, length: number): number;
  clock_gettime?(clock: number, time: BigInt64Array): number;
  /** The memory at a pointer. */
  view(pointer: Pointer, length: number): ArrayBuffer;
  /** Whether `mmap` failed. */
  failed(pointer: Pointer): boolean;
}

/** The C library's file, by platform; the first that loads is taken. */
export const LIBC_NAMES: Readonly<Record<string, readonly string[]>> = {
  linux: ["libc.so.6", "libc.so"],
  darwin: ["libSystem.B.dylib"],
};

/**
 * Makes an empty file one of `length` bytes, all zeros, for which there is room; false where the system or the file
 * system does not do so at a word. It takes half as long as to write them.
 */
export function reserveWith(libc: LibC<never> | null, path: string, length: number): boolean {
  const file = libc?.fallocate ? libc.open(path, O_RDWR | constants.O_NOFOLLOW) : -1;
  if (file < 0) return false;
  const failed = libc?.fallocate?.(file, 0, 0, length);
  libc?.close(file);
  return failed === 0;
}

/** `FALLOC_FL_PUNCH_HOLE` and `FALLOC_FL_KEEP_SIZE`. */
const PUNCH_HOLE = 3;

/**
 * Gives the memory of a file back. Whoever has it mapped finds zeros there: to make it shorter would kill a process
 * that still writes.
 */
export function freeWith(libc: LibC<never> | null, path: string, length: number): void {
  const file = libc?.fallocate ? libc.open(path, O_RDWR | constants.O_NOFOLLOW) : -1;
  if (file < 0) return;
  libc?.fallocate?.(file, PUNCH_HOLE, 0, length);
  libc?.close(file);
}

/** Linux' number of the monotonic clock; on other systems it is not the clock that the runtimes count by. */
const CLOCK_MONOTONIC = 1;

/** The machine's monotonic clock, ns; 0 where it cannot be read. */
export function readMonotonic(libc: { clock_gettime?(clock: number, time: BigInt64Array): number } | null): number {
  const time = new BigInt64Array(2);
  if (process.platform !== "linux" || libc?.clock_gettime?.(CLOCK_MONOTONIC, time) !== 0) return 0;
  return Number(time[0] * 1_000_000_000n + time[1]);
}

const O_RDWR = 2;
const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;

/** Maps the first `length` bytes of a file, for reading and writing; undefined where that cannot be done. */
export function mapWith<Pointer>(libc: LibC<Pointer>, path: string, length: number): ArrayBuffer | undefined {
  const file = libc.open(path, O_RDWR | constants.O_NOFOLLOW);
  if (file < 0) return undefined;
  const pointer = libc.mmap(length, PROT_READ_WRITE, MAP_SHARED, file);
  libc.close(file);
  return libc.failed(pointer) ? undefined : libc.view(pointer, length);
}
