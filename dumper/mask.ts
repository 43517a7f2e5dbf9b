/**
 * Finds in texts what nobody may read, whatever it is called: numbers of payment cards, bearer tokens, private keys. It is
 * written over in place, so that neither what is shown nor what is kept of a value holds it.
 *
 * @module
 */

const STAR = 0x2a;
/** Shorter texts hold nothing of the kind. */
const SHORTEST = 13;
/** A bearer's token is at least so long, and one that says itself what it is (`eyJ…`). */
const MIN_TOKEN = 8;
const MIN_JWT = 20;

/** Classes of characters, as bits. */
const Is = { DIGIT: 1, TOKEN: 2, LETTER: 4, START: 8 } as const;
const CLASSES = new Uint8Array(256);
for (const character of "0123456789") CLASSES[character.charCodeAt(0)] |= Is.DIGIT | Is.TOKEN | Is.START;
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
  CLASSES[character.charCodeAt(0)] |= Is.TOKEN | Is.LETTER;
}
for (const character of "-._~+/=") CLASSES[character.charCodeAt(0)] |= Is.TOKEN;
for (const character of "Bbe-") CLASSES[character.charCodeAt(0)] |= Is.START;

/** How card numbers begin, and how long they are (ISO/IEC 7812; what is issued): else every tenth long number would be one. */
const CARDS: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|2[2-7]|35)/, [16]],
  [/^3[47]/, [15]],
  [/^3[068]/, [14]],
  [/^6/, [16, 17, 18, 19]],
];

/** Whether a text of digits is a card number: by its beginning, its length, and its check digit (Luhn). */
export function isCardNumber(digits: string): boolean {
  if (!CARDS.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits))) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 0x30;
    const double = digit * 2;
    sum += i % 2 === 0 ? digit : double > 9 ? double - 9 : double;
  }
  return sum % 10 === 0;
}

/** Writes stars over what nobody may read in a text in UTF-8. */
export function maskText(bytes: Uint8Array, from: number, to: number): void {
  if (to - from < SHORTEST) return;
  for (let at = from; at < to; at++) {
    if ((CLASSES[bytes[at]] & Is.START) === 0) continue;
    const isInWord = at > from && (CLASSES[bytes[at - 1]] & (Is.DIGIT | Is.LETTER)) !== 0;
    if ((CLASSES[bytes[at]] & Is.DIGIT) !== 0) at = maskCard(bytes, at, to, isInWord) - 1;
    else if (bytes[at] === 0x2d) at = maskKey(bytes, at, to) - 1;
    else if (!isInWord) at = maskToken(bytes, at, to) - 1;
  }
}

/** Looks at the digits from `at` on, which blanks or hyphens may part. Returns where to go on. */
function maskCard(bytes: Uint8Array, at: number, to: number, isInWord: boolean): number {
  let digits = "";
  let end = at;
  for (let i = at; i < to && digits.length < 20; i++) {
    if ((CLASSES[bytes[i]] & Is.DIGIT) !== 0) {
      digits += String.fromCharCode(bytes[i]);
      end = i + 1;
    } else if ((bytes[i] !== 0x20 && bytes[i] !== 0x2d) || i > end) {
      break;
    }
  }
  const isWord = isInWord || (end < to && (CLASSES[bytes[end]] & (Is.DIGIT | Is.LETTER)) !== 0);
  if (!isWord && isCardNumber(digits)) {
    for (let i = at; i < end; i++) if ((CLASSES[bytes[i]] & Is.DIGIT) !== 0) bytes[i] = STAR;
  }
  return end;
}

/** `Bearer …`, and a token that begins with the Base64 of `{"`. */
function maskToken(bytes: Uint8Array, at: number, to: number): number {
  const isBearer = says(bytes, at, to, "bearer ");
  if (!isBearer && !says(bytes, at, to, "eyj")) return at + 1;
  const from = isBearer ? at + 7 : at;
  let end = from;
  let dots = 0;
  for (; end < to && (CLASSES[bytes[end]] & Is.TOKEN) !== 0; end++) if (bytes[end] === 0x2e) dots++;
  const isToken = isBearer ? end - from >= MIN_TOKEN : end - from >= MIN_JWT && dots > 0 && bytes[at + 2] === 0x4a;
  if (!isToken) return at + 1;
  bytes.fill(STAR, from, end);
  return end;
}

/** `-----BEGIN … PRIVATE KEY-----`: what follows, up to its end or to where the text was cut. */
function maskKey(bytes: Uint8Array, at: number, to: number): number {
  if (!says(bytes, at, to, "-----begin ")) return at + 1;
  const header = find(bytes, at, Math.min(to, at + 64), "private key-----");
  if (header < 0) return at + 1;
  const from = header + 16;
  const found = find(bytes, from, to, "-----end ");
  const end = found < 0 ? to : found;
  for (let i = from; i < end; i++) if (bytes[i] > 0x20) bytes[i] = STAR;
  return end;
}

/** Whether a text stands there, its letters in either case; `text` has small ones. */
function says(bytes: Uint8Array, at: number, to: number, text: string): boolean {
  if (at + text.length > to) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[at + i];
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== text.charCodeAt(i)) return false;
  }
  return true;
}

function find(bytes: Uint8Array, from: number, to: number, text: string): number {
  for (let at = from; at < to; at++) if (says(bytes, at, to, text)) return at;
  return -1;
}
