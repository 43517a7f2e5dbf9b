/**
 * Writing of protobuf wire format at a position of a byte array. Each function returns the position behind
 * what it wrote; the caller sees to it that there is room.
 *
 * @module
 */
import { charCodeAt } from "./intrinsics.ts";

const { floor } = Math;
const nativeCharCodeAt = String.prototype.charCodeAt;

/** Writes an unsigned number below 2^32. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  value >>>= 0;
  while (value > 127) {
    bytes[at++] = (value & 127) | 128;
    value >>>= 7;
  }
  bytes[at++] = value;
  return at;
}

/** Writes an unsigned integer below 2^53. */
export function writeLongVarint(bytes: Uint8Array, at: number, value: number): number {
  while (value > 0x7fffffff) {
    bytes[at++] = (value % 128) | 128;
    value = floor(value / 128);
  }
  return writeVarint(bytes, at, value);
}

/**
 * Writes the first `units` code units of a text as UTF-8 behind their length in bytes, at most 5461 of them.
 * A lone surrogate becomes U+FFFD, as `TextEncoder` has it.
 */
export function writeText(bytes: Uint8Array, at: number, text: string, units: number): number {
  // The length is known only afterwards. Where one digit may not do, it gets two, the first marked as unfinished.
  const wide = units > 42;
  const start = wide ? at + 2 : at + 1;
  let end = start;
  // The program may have put a function of its own in its place, which must not be called; else this is faster.
  const native = text.charCodeAt === nativeCharCodeAt;
  for (let i = 0; i < units; i++) {
    let unit = native ? text.charCodeAt(i) : charCodeAt(text, i);
    if (unit < 0x80) {
      bytes[end++] = unit;
      continue;
    }
    if (unit < 0x800) {
      bytes[end++] = 0xc0 | (unit >> 6);
    } else {
      if ((unit & 0xf800) === 0xd800) {
        const low = unit < 0xdc00 && i + 1 < units ? charCodeAt(text, i + 1) : 0;
        if ((low & 0xfc00) === 0xdc00) {
          i++;
          const point = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
          bytes[end++] = 0xf0 | (point >> 18);
          bytes[end++] = 0x80 | ((point >> 12) & 63);
          bytes[end++] = 0x80 | ((point >> 6) & 63);
          bytes[end++] = 0x80 | (point & 63);
          continue;
        }
        unit = 0xfffd;
      }
      bytes[end++] = 0xe0 | (unit >> 12);
      bytes[end++] = 0x80 | ((unit >> 6) & 63);
    }
    bytes[end++] = 0x80 | (unit & 63);
  }
  const length = end - start;
  if (wide) {
    bytes[at] = (length & 127) | 128;
    bytes[at + 1] = length >> 7;
  } else {
    bytes[at] = length;
  }
  return end;
}

const scratch = new Float64Array(1);
const scratchBytes = new Uint8Array(scratch.buffer);

/** Writes the eight bytes of a double. */
export function writeDouble(bytes: Uint8Array, at: number, value: number): number {
  scratch[0] = value;
  for (let i = 0; i < 8; i++) bytes[at + i] = scratchBytes[i];
  return at + 8;
}
