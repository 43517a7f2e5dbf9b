import { writeUtf8 } from "./utf8.ts";

/** A nested message has its length in front, in so many bytes: readers take a varint that is longer than it must be. */
const LENGTH_BYTES = 4;

/** Writes messages of Protocol Buffers into a buffer that is used again and again. */
export class MessageWriter {
  #bytes: Uint8Array;
  #at = 0;

  /** @param size bytes that it has room for at first. */
  constructor(size = 1 << 16) {
    this.#bytes = new Uint8Array(size);
  }

  /** What was written since the last `clear`; valid until the next change. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  get length(): number {
    return this.#at;
  }

  clear(): void {
    this.#at = 0;
  }

  /** A whole number of any varint type that is not negative, exact up to 2^53. */
  uint(field: number, value: number): void {
    this.#reserve(20);
    this.#varint(field * 8);
    this.#varint(value);
  }

  /** `fixed64`, from its two halves. */
  fixed64(field: number, low: number, high: number): void {
    this.#reserve(18);
    this.#varint(field * 8 + 1);
    this.#uint32(low);
    this.#uint32(high);
  }

  double(field: number, value: number): void {
    this.#reserve(18);
    this.#varint(field * 8 + 1);
    new DataView(this.#bytes.buffer).setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  text(field: number, text: string): void {
    this.#reserve(text.length * 3 + 20);
    this.#varint(field * 8 + 2);
    // One byte of length is enough for short ones, whatever the characters are.
    const length = text.length < 42 ? 1 : LENGTH_BYTES;
    const written = writeUtf8(this.#bytes, this.#at + length, text);
    if (length === 1) this.#bytes[this.#at] = written;
    else this.#length(this.#at, written);
    this.#at += written + length;
  }

  /** Fields that are written already. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.#reserve(bytes.length + 20);
    this.#varint(field * 8 + 2);
    this.#varint(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Begins a nested message; what it returns is for `end`. */
  begin(field: number): number {
    this.#reserve(20);
    this.#varint(field * 8 + 2);
    this.#at += LENGTH_BYTES;
    return this.#at;
  }

  end(begun: number): void {
    this.#length(begun - LENGTH_BYTES, this.#at - begun);
  }

  #length(at: number, length: number): void {
    for (let i = 0; i < LENGTH_BYTES - 1; i++) this.#bytes[at + i] = ((length >> (7 * i)) & 127) | 128;
    this.#bytes[at + LENGTH_BYTES - 1] = (length >> (7 * (LENGTH_BYTES - 1))) & 127;
  }

  #uint32(value: number): void {
    for (let i = 0; i < 4; i++) this.#bytes[this.#at++] = (value >>> (8 * i)) & 255;
  }

  #varint(value: number): void {
    while (value >= 128) {
      this.#bytes[this.#at++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    this.#bytes[this.#at++] = value;
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const more = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + count));
    more.set(this.#bytes);
    this.#bytes = more;
  }
}
