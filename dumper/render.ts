/**
 * Shows values: from the bytes of a `Value` (proto/trace.proto) to text and the name of its type, in one pass.
 *
 * @module
 */
import { ContainerKind as Container, ValueTag as Field } from "../proto/value_tags.ts";
import { isCardNumber, maskText } from "./mask.ts";
import { redactDouble } from "./redact.ts";
import { readVarint, skipField, Tag, varintEnd } from "./decode.ts";
import { countUnits, type TextBuffer, utf8 } from "./text.ts";

const CONTAINERS = ["Object", "Array", "Map", "Set", "Error", "Date", "RegExp", "ArrayBuffer", "Object"].map(utf8);
const CONSTANTS: { text: Uint8Array; type: Uint8Array }[] = [
  ["undefined", "undefined"],
  ["null", "null"],
  ["true", "boolean"],
  ["false", "boolean"],
  ["[redacted]", "redacted"],
  ["<hole>", "hole"],
  ["<getter>", "accessor"],
  ["<unseen>", "unseen"],
].map(([text, type]) => ({ text: utf8(text), type: utf8(type) }));
const UNKNOWN = { text: utf8("<unknown>"), type: utf8("unknown") };
const ANONYMOUS = utf8("<anonymous>");
const NULL_TYPE = utf8("null");

const NUMBER = utf8("number");
const STRING = utf8("string");
const BIGINT = utf8("bigint");
const SYMBOL = utf8("symbol");
const FUNCTION = utf8("function");
const CLASS = utf8("class");
const REFERENCE = utf8("reference");
const SYMBOL_START = utf8("Symbol(");
const REFERENCE_START = utf8("<ref #");
/** A bigint whose digits were too many to be written. */
const TOO_LONG = utf8("<long>");
const DAMAGED = utf8("<damaged>");

/** Deeper values are not shown. */
const MAX_DEPTH = 60;
/** No more keys can be in a record. */
const MAX_KEYS = 8192;

const doubleBytes = new Uint8Array(8);
const doubleValue = new Float64Array(doubleBytes.buffer);

/** Shows values one after the other; not to be entered twice. */
export class Renderer {
  /** Set where a value has a structure or was cut: its bytes say more than its text. */
  structured = false;
  /** Set where bytes made no sense. */
  damaged = false;

  readonly #out: TextBuffer;
  readonly #masks: boolean;
  /** The type of the value shown last: a part of `#typeBytes`. */
  #typeBytes: Uint8Array = NUMBER;
  #typeFrom = 0;
  #typeEnd = 0;
  /** Keys whose items have not come yet: where they begin and end. */
  readonly #keys = new Int32Array(MAX_KEYS * 2);
  #keyCount = 0;

  /** @param masks whether to write over card numbers, tokens and keys, also in the bytes that are shown. */
  constructor(out: TextBuffer, masks = false) {
    this.#out = out;
    this.#masks = masks;
  }

  /** Shows the value whose fields begin at `at`, behind the start of its group; returns where it ends. */
  value(bytes: Uint8Array, at: number, end: number): number {
    this.#keyCount = 0;
    return this.#group(bytes, at, end, 0);
  }

  /** Appends the name of the type of the value shown last. */
  type(): void {
    this.#out.escaped(this.#typeBytes, this.#typeFrom, this.#typeEnd, false);
  }

  #setType(type: Uint8Array): void {
    this.#typeBytes = type;
    this.#typeFrom = 0;
    this.#typeEnd = type.length;
  }

  #group(bytes: Uint8Array, at: number, end: number, depth: number): number {
    const out = this.#out;
    const groupEnd = depth === 0 ? Tag.VALUES_END : Field.ITEM_END;
    const keyBase = this.#keyCount;
    let keyNext = keyBase;
    /** The tag of the field that says what it is; 0 before it. */
    let shape = 0;
    let container = 0;
    let type = UNKNOWN.type;
    /** The class of a container, and the text of the value. */
    let classFrom = 0;
    let classEnd = 0;
    let from = 0;
    let to = 0;
    let items = 0;
    let size = 0;
    let textSize = 0;
    let closed = false;
    while (at < end) {
      const tag = bytes[at];
      if (tag === groupEnd) {
        at++;
        closed = true;
        break;
      }
      switch (tag) {
        case Field.INT:
          shape = tag;
          type = NUMBER;
          at = this.#int(bytes, at + 1);
          break;
        case Field.DOUBLE:
          shape = tag;
          type = NUMBER;
          for (let i = 0; i < 8; i++) doubleBytes[i] = bytes[at + 1 + i];
          // As long as the shortest card number at least.
          if (this.#masks && doubleValue[0] >= 1e12 && isCardNumber(String(doubleValue[0]))) {
            redactDouble(bytes, at);
            break;
          }
          out.number(doubleValue[0]);
          at += 9;
          break;
        case Field.CONSTANT: {
          shape = tag;
          const constant = CONSTANTS[readVarint(bytes, at + 1)] ?? UNKNOWN;
          at = varintEnd;
          out.raw(constant.text);
          type = constant.type;
          break;
        }
        case Field.REFERENCE:
          shape = tag;
          type = REFERENCE;
          out.raw(REFERENCE_START);
          out.number(readVarint(bytes, at + 1));
          out.byte(0x3e);
          at = varintEnd;
          break;
        case Field.CONTAINER:
          shape = tag;
          container = readVarint(bytes, at + 1);
          at = varintEnd;
          break;
        case Field.STRING:
        case Field.BIGINT:
        case Field.SYMBOL:
        case Field.FUNCTION:
        case Field.CLASS:
        case Field.TYPE:
        case Field.TEXT:
        case Field.KEY: {
          const length = readVarint(bytes, at + 1);
          const start = varintEnd;
          at = start + length;
          if (at > end) {
            this.damaged = true;
            at = end;
            break;
          }
          if (this.#masks && tag !== Field.TYPE) maskText(bytes, start, at);
          if (tag === Field.TYPE) {
            classFrom = start;
            classEnd = at;
          } else if (tag === Field.KEY) {
            this.#keys[this.#keyCount * 2] = start;
            this.#keys[this.#keyCount * 2 + 1] = at;
            this.#keyCount++;
          } else {
            from = start;
            to = at;
            if (tag !== Field.TEXT) {
              shape = tag;
              type = this.#text(tag, bytes, from, to);
            }
          }
          break;
        }
        case Field.ITEM:
          if (items === 0) {
            const cut = textSize > 0 ? textSize - countUnits(bytes, from, to) : 0;
            this.#open(container, depth, bytes, classFrom, classEnd, from, to, cut, true);
          } else if (container === Container.MAP && items % 2 === 1) out.latin(" => ");
          else out.latin(", ");
          if (keyNext < this.#keyCount) {
            out.key(bytes, this.#keys[keyNext * 2], this.#keys[keyNext * 2 + 1]);
            out.latin(": ");
            keyNext++;
          }
          items++;
          at = depth < MAX_DEPTH ? this.#group(bytes, at + 1, end, depth + 1) : this.#tooDeep(bytes, at, end);
          break;
        case Field.SIZE:
          size = readVarint(bytes, at + 1);
          at = varintEnd;
          break;
        case Field.TEXT_SIZE:
          if (bytes[at + 1] === 1) {
            textSize = readVarint(bytes, at + 2);
            at = varintEnd;
          } else {
            at = skipField(bytes, at, end);
          }
          break;
        default:
          at = skipField(bytes, at, end);
      }
    }
    this.#keyCount = keyBase;
    if (!closed || at > end) this.damaged = true;
    if (shape === Field.CONTAINER) {
      const cut = textSize > 0 ? textSize - countUnits(bytes, from, to) : 0;
      const missing = size - (container === Container.MAP ? items >> 1 : items);
      if (items === 0) this.#open(container, depth, bytes, classFrom, classEnd, from, to, cut, missing > 0);
      this.#close(container, items, missing);
    } else if (shape === 0) {
      out.raw(this.damaged ? DAMAGED : UNKNOWN.text);
    } else if (size > 0) {
      this.#cut(shape, size - countUnits(bytes, from, to));
    }
    if (depth === 0) {
      this.#setType(type);
      if (shape === Field.CONTAINER) this.#containerType(container, bytes, classFrom, classEnd);
    }
    return Math.min(at, end);
  }

  #containerType(container: number, bytes: Uint8Array, classFrom: number, classEnd: number): void {
    if (classEnd === classFrom || isNull(bytes, classFrom, classEnd)) {
      this.#setType(CONTAINERS[container] ?? UNKNOWN.type);
    } else {
      this.#typeBytes = bytes;
      this.#typeFrom = classFrom;
      this.#typeEnd = classEnd;
    }
  }

  #int(bytes: Uint8Array, at: number): number {
    const first = bytes[at];
    if (first < 0x80) {
      this.#out.number((first >> 1) ^ -(first & 1));
      return at + 1;
    }
    // The lowest bit is the sign; without it what is left is exact up to 2^53.
    const half = readVarint(bytes, at + 1) * 64 + ((first & 0x7f) >> 1);
    this.#out.number((first & 1) === 0 ? half : -half - 1);
    return varintEnd;
  }

  /** Shows a value that is a text; returns its type. */
  #text(tag: number, bytes: Uint8Array, from: number, to: number): Uint8Array {
    const out = this.#out;
    switch (tag) {
      case Field.STRING:
        out.byte(0x22);
        out.escaped(bytes, from, to, true);
        out.byte(0x22);
        return STRING;
      case Field.BIGINT:
        if (from === to) out.raw(TOO_LONG);
        else out.escaped(bytes, from, to, false);
        out.byte(0x6e);
        return BIGINT;
      case Field.SYMBOL:
        out.raw(SYMBOL_START);
        out.escaped(bytes, from, to, false);
        out.byte(0x29);
        return SYMBOL;
      default:
        if (from === to) out.raw(ANONYMOUS);
        else out.escaped(bytes, from, to, false);
        return tag === Field.CLASS ? CLASS : FUNCTION;
    }
  }

  /** Says how much of a text is not there. */
  #cut(shape: number, missing: number): void {
    if (missing <= 0) return;
    this.structured = true;
    const out = this.#out;
    // Inside of what closes it, but for strings: "abc"…+900, 123…+900n, Symbol(abc…+900).
    const closing = shape === Field.BIGINT ? 0x6e : shape === Field.SYMBOL ? 0x29 : 0;
    if (closing !== 0) out.length--;
    out.more(missing);
    if (closing !== 0) out.byte(closing);
  }

  /**
   * What comes before the items of a container.
   *
   * @param cut how much of its text is missing.
   * @param filled whether it has items, or would have.
   */
  #open(
    container: number,
    depth: number,
    bytes: Uint8Array,
    classFrom: number,
    classEnd: number,
    from: number,
    to: number,
    cut: number,
    filled: boolean,
  ): void {
    const out = this.#out;
    const start = out.length;
    const named = classEnd > classFrom && !isNull(bytes, classFrom, classEnd);
    const plain = container === Container.OBJECT || container === Container.ARRAY;
    const textual = container === Container.DATE || container === Container.REGEXP;
    if (container >= Container.OPAQUE || (depth > 0 && !textual && (named || !plain))) {
      if (named) out.escaped(bytes, classFrom, classEnd, false);
      else out.raw(CONTAINERS[container] ?? UNKNOWN.text);
      if (to > from) out.latin(": ");
    }
    if (to > from) out.escaped(bytes, from, to, false);
    if (cut > 0) {
      out.more(cut);
      this.structured = true;
    }
    if (isList(container) || filled) {
      if (out.length > start) out.byte(0x20);
      out.byte(isSquare(container) ? 0x5b : 0x7b);
    }
    if (isList(container) || filled || container === Container.ERROR) this.structured = true;
  }

  /** What comes behind the items of a container. */
  #close(container: number, items: number, missing: number): void {
    const out = this.#out;
    if (missing > 0) {
      if (items > 0) out.latin(", ");
      out.more(missing);
    }
    if (items > 0 || missing > 0 || isList(container)) out.byte(isSquare(container) ? 0x5d : 0x7d);
  }

  #tooDeep(bytes: Uint8Array, at: number, end: number): number {
    this.#out.latin("...");
    return skipField(bytes, at, end);
  }
}

/** The class name of an object without a prototype. */
function isNull(bytes: Uint8Array, from: number, end: number): boolean {
  return end - from === 4 && NULL_TYPE.every((byte, i) => bytes[from + i] === byte);
}

/** Whether it is always shown with brackets. */
function isList(container: number): boolean {
  return container <= Container.SET || container === Container.BYTES;
}

function isSquare(container: number): boolean {
  return container === Container.ARRAY || container === Container.BYTES;
}
