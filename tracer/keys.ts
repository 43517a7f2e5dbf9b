import { withOwnMethods } from "./intrinsics.ts";
import { isSecret } from "./secret.ts";
import { writeText } from "./wire.ts";

/** A property name as a snapshot needs it. */
export interface Key {
  readonly name: string;
  /** `KEYS_TAG`, and its text in UTF-8 behind its length. */
  readonly bytes: Uint8Array;
  /** The first `WORDS_BYTES` of that as little-endian words, zeros behind the end: three stores, whatever its length. */
  readonly word0: number;
  readonly word1: number;
  readonly word2: number;
  /** Whether the value under it is for nobody to read. */
  readonly secret: boolean;
  /** The name that came after it when it was last seen: objects of one shape follow one another. */
  next: Key | undefined;
  /** What the first name of an object under it came after: a key of no object, so that `next` is that name. */
  first: Key | undefined;
}

/** The tag of `Value.keys` (proto/trace.proto): number << 3 | wire type. */
export const KEYS_TAG = 0x6a;
/** So many bytes are written as words. */
export const WORDS_BYTES = 12;
/** Longer names are cut. */
export const MAX_NAME_UNITS = 64;
const MAX_KNOWN = 10_000;

const known = withOwnMethods(new Map<string, Key>(), ["get", "set"]);
let count = 0;
const scratch = new Uint8Array(3 + 3 * 128);

/** What is known of a name: the same few come again and again, and are looked at once. */
export function keyOf(name: string): Key {
  return known.get(name) ?? learn(name);
}

/** The same for a name that comes after another one in an object: to compare costs less than to look up. */
export function keyAfter(before: Key, name: string): Key {
  const { next } = before;
  return next !== undefined && next.name === name ? next : before.next = keyOf(name);
}

function learn(name: string): Key {
  const bytes = nameBytes(name, KEYS_TAG);
  const key: Key = {
    ...{ name, bytes, secret: isSecret(name), next: undefined, first: undefined },
    ...{ word0: wordAt(bytes, 0), word1: wordAt(bytes, 4), word2: wordAt(bytes, 8) },
  };
  // Long ones are texts that a Map has as keys: to hold on to them would take memory from the program.
  if (name.length <= MAX_NAME_UNITS && count++ < MAX_KNOWN) known.set(name, key);
  return key;
}

/** Four bytes as a little-endian word; behind the end are zeros. */
function wordAt(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let i = 0; i < 4 && at + i < bytes.length; i++) word |= bytes[at + i] << (8 * i);
  return word;
}

/** The text of a name in UTF-8, behind the tag, where one is given, and the length. */
export function nameBytes(name: string, tag?: number): Uint8Array {
  const start = tag === undefined ? 0 : 1;
  scratch[0] = tag ?? 0;
  const end = writeText(scratch, start, name, name.length < MAX_NAME_UNITS ? name.length : MAX_NAME_UNITS);
  const bytes = new Uint8Array(end);
  for (let i = 0; i < end; i++) bytes[i] = scratch[i];
  return bytes;
}
