/**
 * Reads the column `data`, the message `Values` of proto/trace.proto, without making an object of every value: a
 * filter looks at a million of them for one key each.
 *
 * @module
 */
import { ContainerKind, ValueTag } from "../proto/value_tags.ts";

const Tag = { ...ValueTag, VALUES: 51, VALUES_END: 52 } as const;

/** Deeper values are not followed; none are recorded. */
const MAX_DEPTH = 64;

/** A value, its items still as bytes. */
export interface WireValue {
  /** Which of the kinds of `Value` it is: the tag of that field; 0 where it has none. */
  shape: number;
  /** An int, a double, a constant, a reference, a container. */
  number: number;
  /** A string, bigint, symbol, function or class; the text of a container. */
  text: string;
  /** The class of a container. */
  type: string;
  keys: string[];
  /** Where each item begins, behind its tag. */
  items: number[];
  size: number;
  /** How long the text of a container is in all; 0 where it was not cut. */
  textSize: number;
  /** Behind its end tag. */
  end: number;
}

/** The shapes that are told apart outside. */
export const Shape = Tag;

const decoder = new TextDecoder();

/** Reads one message. Bytes that make no sense give values without a shape, never an error. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Where value number `index` begins, from 0; -1 where there are not so many. */
  find(index: number): number {
    this.#at = 0;
    while (this.#at < this.#bytes.length) {
      const tag = this.#varint();
      if (tag === Tag.VALUES && index-- === 0) return this.#at;
      if (!this.#skip(tag)) return -1;
    }
    return -1;
  }

  /** The value that begins at `start`. */
  read(start: number): WireValue {
    const bytes = this.#bytes;
    const value: WireValue = {
      shape: 0,
      number: 0,
      text: "",
      type: "",
      keys: [],
      items: [],
      size: 0,
      textSize: 0,
      end: start,
    };
    this.#at = start;
    while (this.#at < bytes.length) {
      const tag = this.#varint();
      if (tag === Tag.ITEM_END || tag === Tag.VALUES_END) break;
      switch (tag) {
        case Tag.INT: {
          const coded = this.#varint();
          value.number = coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
          value.shape = tag;
          break;
        }
        case Tag.DOUBLE:
          if (this.#at + 8 <= bytes.length) {
            value.number = new DataView(bytes.buffer, bytes.byteOffset + this.#at, 8).getFloat64(0, true);
            value.shape = tag;
          }
          this.#at += 8;
          break;
        case Tag.CONSTANT:
        case Tag.CONTAINER:
        case Tag.REFERENCE:
          value.number = this.#varint();
          value.shape = tag;
          break;
        case Tag.STRING:
        case Tag.BIGINT:
        case Tag.SYMBOL:
        case Tag.FUNCTION:
        case Tag.CLASS:
          value.text = this.#text();
          value.shape = tag;
          break;
        case Tag.TEXT:
          value.text = this.#text();
          break;
        case Tag.TYPE:
          value.type = this.#text();
          break;
        case Tag.KEY:
          value.keys.push(this.#text());
          break;
        case Tag.ITEM:
          value.items.push(this.#at);
          this.#skip(tag);
          break;
        case Tag.SIZE:
          value.size = this.#varint();
          break;
        case Tag.TEXT_SIZE:
          value.textSize = this.#varint();
          break;
        default:
          if (!this.#skip(tag)) this.#at = bytes.length;
      }
    }
    value.end = this.#at;
    return value;
  }

  /** Where the container begins that a reference means: number `wanted` of the message, from 1; -1 for none. */
  findContainer(wanted: number): number {
    let left = wanted;
    const walk = (start: number, depth: number): number => {
      const value = this.read(start);
      const counts = value.shape === Tag.CONTAINER &&
        !(value.number === ContainerKind.OPAQUE && value.type === "Proxy");
      if (counts && --left === 0) return start;
      if (depth >= MAX_DEPTH) return -1;
      for (const item of value.items) {
        const found = walk(item, depth + 1);
        if (found >= 0) return found;
      }
      return -1;
    };
    for (let index = 0;; index++) {
      const start = this.find(index);
      if (start < 0) return -1;
      const found = walk(start, 0);
      if (found >= 0) return found;
    }
  }

  #varint(): number {
    const bytes = this.#bytes;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 128;
    }
    return value;
  }

  #text(): string {
    const length = this.#varint();
    const from = this.#at;
    this.#at = Math.min(from + length, this.#bytes.length);
    if (length > 24) return decoder.decode(this.#bytes.subarray(from, this.#at));
    // Short texts, as nearly all keys are, are quicker by hand as long as they are ASCII.
    let text = "";
    for (let at = from; at < this.#at; at++) {
      const byte = this.#bytes[at];
      if (byte >= 0x80) return decoder.decode(this.#bytes.subarray(from, this.#at));
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** Skips the field behind its tag; false where the bytes make no sense. */
  #skip(tag: number): boolean {
    const { length } = this.#bytes;
    let groups = 0;
    for (;;) {
      switch (tag % 8) {
        case 0:
          this.#varint();
          break;
        case 1:
          this.#at += 8;
          break;
        case 2: {
          const size = this.#varint();
          this.#at += size;
          break;
        }
        case 3:
          groups++;
          break;
        case 4:
          groups--;
          break;
        case 5:
          this.#at += 4;
          break;
        default:
          return false;
      }
      if (groups <= 0) return groups === 0;
      if (this.#at >= length) return false;
      tag = this.#varint();
    }
  }
}
