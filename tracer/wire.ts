/**
 * Writing of protobuf wire format at a position of a byte array. Each function returns the position behind
 * what it wrote; the caller sees to it that there is room.
 *
 * @module
 */
import { charCodeAt, setBytes, substring, withOwnMethods } from "./intrinsics.ts";

const { floor } = Math;
const nativeCharCodeAt = String.prototype.charCodeAt;

/**
 * From so many code units on the engine's own encoder is faster than a loop, though it has to be called; and no more than
 * these have a length of one digit for certain.
 */
const LONG_UNITS = 42;
/** For texts of up to 128 and up to 1000 code units. All of it is copied, so it is not to be larger than need be. */
const encoded = [new Uint8Array(3 * 128), new Uint8Array(3 * 1000)];
const encoder = withOwnMethods(new TextEncoder(), ["encodeInto"]);

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
 * Writes the first `units` code units of a text as UTF-8 behind their length in bytes, at most 1000 of them, and
 * may leave up to 3000 bytes of rubbish behind it. A lone surrogate becomes U+FFFD, as `TextEncoder` has it.
 */
export function writeText(bytes: Uint8Array, at: number, text: string, units: number): number {
  return units < LONG_UNITS ? writeShortText(bytes, at, text, units) : writeLongText(bytes, at, text, units);
}

function writeLongText(bytes: Uint8Array, at: number, text: string, units: number): number {
  const into = units <= 128 ? encoded[0] : encoded[1];
  const { written } = encoder.encodeInto(units < text.length ? substring(text, 0, units) : text, into);
  bytes[at] = (written & 127) | 128;
  bytes[at + 1] = written >> 7;
  setBytes(bytes, into, at + 2);
  return at + 2 + written;
}

function writeShortText(bytes: Uint8Array, at: number, text: string, units: number): number {
  const start = at + 1;
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
  // Three bytes a unit at most: one digit does for the length.
  bytes[at] = end - start;
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
