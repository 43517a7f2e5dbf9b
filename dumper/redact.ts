/**
 * Redacts values by where they stand: `user.card.number`.
 *
 * @module
 */
import { ValueTag } from "../proto/value_tags.ts";
import { readVarint, skipField, Tag, varintEnd } from "./decode.ts";

/** What is redacted when records are stored, beside what their program left out. */
export interface Redaction {
  /** Names with dots between: of a value, and of the keys or parameter around it; `*` is any name. */
  paths: readonly string[];
  /** Whether card numbers, bearer tokens and private keys are found in texts. */
  values: boolean;
}

/** What holds where nothing is said. */
export const USUAL_REDACTION: Redaction = { paths: [], values: true };

/** `Constant.REDACTED` of proto/trace.proto. */
const REDACTED = 4;
/** The tag of a field of bytes that no value has, two bytes long. */
const FILLER = [0xfa, 0x01];
const MAP = 2;
const MAX_DEPTH = 60;

const decoder = new TextDecoder();

/** Finds values by their paths. */
export class Redactor {
  readonly #paths: readonly (readonly string[])[];

  constructor(paths: readonly string[]) {
    this.#paths = paths.map((path) => path.split("."));
  }

  /** Redacts in the values of a record, which begin at `at`; `names` are those of the first ones. */
  redact(bytes: Uint8Array, at: number, end: number, names: readonly string[]): void {
    if (this.#paths.length === 0) return;
    for (let index = 0; at < end; index++) {
      if (bytes[at] === Tag.VALUES) {
        const name = names[index];
        at = this.#group(bytes, at + 1, end, name === undefined ? [] : [name], 0, Tag.VALUES_END);
      } else {
        at = skipField(bytes, at, end);
      }
    }
  }

  /** Looks into the value whose fields begin at `at`; `around` are the names that lead to it. Returns where it ends. */
  #group(bytes: Uint8Array, at: number, end: number, around: readonly string[], depth: number, close: number): number {
    const start = at;
    const keys: string[] = [];
    let items = 0;
    let isMap = false;
    let key: string | undefined;
    while (at < end && bytes[at] !== close) {
      const tag = bytes[at];
      if (tag === ValueTag.CONTAINER) isMap = bytes[at + 1] === MAP;
      if (tag === ValueTag.KEY) keys.push(textAt(bytes, at + 1, end));
      if (tag === ValueTag.ITEM && depth < MAX_DEPTH) {
        // Elements of arrays and sets have no name of their own: they stand for the whole.
        const isValue = !isMap || items % 2 === 1;
        const name = isMap ? key : keys[items];
        const names = !isValue || name === undefined ? around : [...around, name];
        if (isMap && !isValue) key = bytes[at + 1] === ValueTag.STRING ? textAt(bytes, at + 2, end) : undefined;
        at = this.#group(bytes, at + 1, end, isValue ? names : [], depth + 1, ValueTag.ITEM_END);
        items++;
      } else {
        at = skipField(bytes, at, end);
      }
    }
    if (at >= end) return end;
    if (this.#isMeant(around)) overwrite(bytes, start, at);
    return at + 1;
  }

  #isMeant(names: readonly string[]): boolean {
    return this.#paths.some((path) => {
      const first = names.length - path.length;
      return first >= 0 && path.every((part, i) => part === "*" || part === names[first + i]);
    });
  }
}

function textAt(bytes: Uint8Array, at: number, end: number): string {
  const length = readVarint(bytes, at);
  return varintEnd + length > end ? "" : decoder.decode(bytes.subarray(varintEnd, varintEnd + length));
}

/** Makes of the fields of a value the constant, as long as they were. */
function overwrite(bytes: Uint8Array, from: number, to: number): void {
  bytes[from] = ValueTag.CONSTANT;
  // A number may have more digits than it needs, and a decoder passes over fields that it does not know.
  const digits = to - from < 11 ? to - from - 1 : 1;
  for (let i = 1; i <= digits; i++) bytes[from + i] = (i === 1 ? REDACTED : 0) | (i < digits ? 0x80 : 0);
  const filler = from + 1 + digits;
  if (filler >= to) return;
  bytes.set(FILLER, filler);
  const length = to - filler - 4;
  bytes[filler + 2] = (length & 0x7f) | 0x80;
  bytes[filler + 3] = length >> 7;
  bytes.fill(0, filler + 4, to);
}

/** Makes the same of a number that is eight bytes long, and begins at `at` with its tag. */
export function redactDouble(bytes: Uint8Array, at: number): void {
  overwrite(bytes, at, at + 9);
}
