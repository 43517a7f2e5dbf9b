/**
 * Text being built as UTF-8 bytes: numbers, names and strings of the program with what could harm a terminal,
 * or break the columns of the database, escaped.
 *
 * @module
 */
import { Buffer } from "node:buffer";

const encoder = new TextEncoder();
const HEX = encoder.encode("0123456789abcdef");
/** What follows the backslash of \b \t \n \v \f \r. */
const SHORT_ESCAPES = encoder.encode("btnvfr");
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** The bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

const ELLIPSIS = utf8("…");

/** Grows as needed, but only in `reserve`: what is written beyond what was reserved is cut off. */
export class TextBuffer {
  bytes = new Uint8Array(1 << 16);
  length = 0;
  /** Whether all that was written since it was last set is ASCII. */
  ascii = true;
  #buffer = Buffer.from(this.bytes.buffer);

  /** Makes room for so many more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.#buffer = Buffer.from(grown.buffer);
  }

  /** All of it, a character for each byte: right for what is ASCII. */
  toLatin1(): string {
    return this.#buffer.toString("latin1", 0, this.length);
  }

  /** A part of it. */
  toText(from: number, to: number): string {
    return this.#buffer.toString("utf8", from, to);
  }

  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** Appends bytes that need no escapes. */
  raw(source: Uint8Array): void {
    const { bytes } = this;
    let to = this.length;
    for (let i = 0; i < source.length; i++) bytes[to++] = source[i];
    this.length = to;
  }

  /** Appends ASCII. */
  latin(text: string): void {
    const { bytes } = this;
    let to = this.length;
    for (let i = 0; i < text.length; i++) bytes[to++] = text.charCodeAt(i);
    this.length = to;
  }

  /** Appends the number as JavaScript prints it. */
  number(value: number): void {
    if (value === (value | 0)) {
      // Digits by hand where that is quicker. -0 is no integer here.
      if (value >= 0 && value < 10 && !Object.is(value, -0)) {
        this.bytes[this.length++] = 48 + value;
        return;
      }
      if (value > 0 && value < 100_000_000) {
        this.#digits(value);
        return;
      }
    }
    this.latin(Object.is(value, -0) ? "-0" : String(value));
  }

  #digits(value: number): void {
    const { bytes } = this;
    let count = 1;
    for (let power = 10; power <= value; power *= 10) count++;
    const end = this.length + count;
    for (let at = end - 1, rest = value; at >= this.length; at--) {
      const tenth = (rest / 10) | 0;
      bytes[at] = 48 + rest - tenth * 10;
      rest = tenth;
    }
    this.length = end;
  }

  /** Appends "…+900". */
  more(count: number): void {
    this.ascii = false;
    this.raw(ELLIPSIS);
    this.byte(0x2b);
    this.number(count);
  }

  /**
   * Appends UTF-8 text with what does not belong into a line of text escaped: control characters, bidirectional
   * overrides, lone surrogates. `quoted`: quotes and backslashes too.
   */
  escaped(source: Uint8Array, from: number, end: number, quoted: boolean): void {
    const { bytes } = this;
    let to = this.length;
    for (let at = from; at < end; at++) {
      const byte = source[at];
      if (byte >= 0x20 && byte < 0x7f) {
        if (quoted && (byte === 0x22 || byte === 0x5c)) bytes[to++] = 0x5c;
        bytes[to++] = byte;
        continue;
      }
      this.length = to;
      at += this.#unusual(source, at, end) - 1;
      to = this.length;
    }
    this.length = to;
  }

  /** Appends one character that is not printable ASCII; returns how many bytes of the source it took. */
  #unusual(source: Uint8Array, at: number, end: number): number {
    const { bytes } = this;
    const byte = source[at];
    if (byte < 0x80) {
      if (byte >= 0x08 && byte <= 0x0d) {
        bytes[this.length++] = 0x5c;
        bytes[this.length++] = SHORT_ESCAPES[byte - 0x08];
      } else {
        this.#hexEscape(byte);
      }
      return 1;
    }
    this.ascii = false;
    const second = at + 1 < end ? source[at + 1] : 0;
    const third = at + 2 < end ? source[at + 2] : 0;
    if (byte === 0xc2 && second >= 0x80 && second < 0xa0) {
      this.#hexEscape(second);
      return 2;
    }
    if (byte >= 0xe0 && byte < 0xf0 && second >= 0x80 && second < 0xc0 && third >= 0x80 && third < 0xc0) {
      const code = ((byte & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
      if (isHarmful(code)) {
        this.latin(`\\u{${code.toString(16)}}`);
        return 3;
      }
    }
    // What is no UTF-8 becomes U+FFFD when the bytes are turned into a string.
    bytes[this.length++] = byte;
    return 1;
  }

  #hexEscape(code: number): void {
    const { bytes } = this;
    bytes[this.length++] = 0x5c;
    bytes[this.length++] = 0x78;
    bytes[this.length++] = HEX[code >> 4];
    bytes[this.length++] = HEX[code & 15];
  }

  /** Appends the key of an object: in quotes where it is no identifier. */
  key(source: Uint8Array, from: number, end: number): void {
    let plain = end > from;
    for (let at = from; at < end && plain; at++) {
      const byte = source[at] | 0x20;
      const letter = (byte >= 0x61 && byte <= 0x7a) || source[at] === 0x5f || source[at] === 0x24;
      if (source[at] >= 0x80) {
        plain = IDENTIFIER.test(Buffer.from(source.buffer, source.byteOffset + from, end - from).toString("utf8"));
        break;
      }
      plain = letter || (at > from && byte >= 0x30 && byte <= 0x39 && source[at] >= 0x30);
    }
    if (!plain) this.byte(0x22);
    this.escaped(source, from, end, !plain);
    if (!plain) this.byte(0x22);
  }
}

/** Lone surrogates, line separators, bidirectional controls, byte order mark. */
function isHarmful(code: number): boolean {
  return (code >= 0xd800 && code < 0xe000) || (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) || code === 0xfeff;
}

/** How many UTF-16 code units a piece of UTF-8 is. */
export function countUnits(bytes: Uint8Array, from: number, end: number): number {
  let count = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}
