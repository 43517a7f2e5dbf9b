import { withOwnMethods } from "./intrinsics.ts";
import { isSecret } from "./secret.ts";
import { writeText } from "./wire.ts";

/** A property name as a snapshot needs it. */
export interface Key {
  readonly name: string;
  /** Its text in UTF-8, behind its length. */
  readonly bytes: Uint8Array;
  /** Whether the value under it is for nobody to read. */
  readonly secret: boolean;
  /** The name that came after it when it was last seen: objects of one shape follow one another. */
  next: Key | undefined;
}

/** Longer names are cut. */
export const MAX_NAME_UNITS = 64;
const MAX_KNOWN = 10_000;

const known = withOwnMethods(new Map<string, Key>(), ["get", "set"]);
let count = 0;
const scratch = new Uint8Array(2 + 3 * 128);

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
  const key = { name, bytes: nameBytes(name), secret: isSecret(name), next: undefined };
  // Long ones are texts that a Map has as keys: to hold on to them would take memory from the program.
  if (name.length <= MAX_NAME_UNITS && count++ < MAX_KNOWN) known.set(name, key);
  return key;
}

/** The text of a name in UTF-8, behind its length. */
export function nameBytes(name: string): Uint8Array {
  const end = writeText(scratch, 0, name, name.length < MAX_NAME_UNITS ? name.length : MAX_NAME_UNITS);
  const bytes = new Uint8Array(end);
  for (let i = 0; i < end; i++) bytes[i] = scratch[i];
  return bytes;
}
