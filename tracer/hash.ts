/** A text's fingerprint. @module */

const { imul } = Math;

/**
 * 128 bits that tell a text from any other by all but certainty, as 32 hexadecimal digits: MurmurHash3 (Austin
 * Appleby, public domain; the variant for 32-bit machines), of the text's UTF-16 code units two by two. It is no
 * protection against somebody who makes two texts with one fingerprint on purpose; the built-in ones that are take
 * longer to load than the rest of a traced program's start.
 */
export function fingerprint(text: string): string {
  let [a, b, c, d] = [0, 0, 0, 0];
  const { length } = text;
  const pair = (at: number): number => text.charCodeAt(at) | text.charCodeAt(at + 1) << 16;
  for (let i = 0; i < length; i += 8) {
    // Beyond the end NaN counts as 0; the length tells a text from one that ends in such units.
    a = (rotated(a ^ mixed(pair(i), C1, 15, C2), 19) + b) | 0;
    a = (imul(a, 5) + 0x561ccd1b) | 0;
    b = (rotated(b ^ mixed(pair(i + 2), C2, 16, C3), 17) + c) | 0;
    b = (imul(b, 5) + 0x0bcaa747) | 0;
    c = (rotated(c ^ mixed(pair(i + 4), C3, 17, C4), 15) + d) | 0;
    c = (imul(c, 5) + 0x96cd1c35) | 0;
    d = (rotated(d ^ mixed(pair(i + 6), C4, 18, C1), 13) + a) | 0;
    d = (imul(d, 5) + 0x32ac3b17) | 0;
  }
  [a, b, c, d] = summed(a ^ length, b ^ length, c ^ length, d ^ length);
  return summed(spread(a), spread(b), spread(c), spread(d)).map(digits).join("");
}

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

function rotated(word: number, by: number): number {
  return word << by | word >>> (32 - by);
}

function mixed(word: number, first: number, by: number, second: number): number {
  return imul(rotated(imul(word, first), by), second);
}

function summed(a: number, b: number, c: number, d: number): number[] {
  const all = (a + b + c + d) | 0;
  return [all, (b + all) | 0, (c + all) | 0, (d + all) | 0];
}

/** Every bit of the result depends on every bit of `word`. */
function spread(word: number): number {
  let h = word;
  h = imul(h ^ h >>> 16, 0x85ebca6b);
  h = imul(h ^ h >>> 13, 0xc2b2ae35);
  return h ^ h >>> 16;
}

function digits(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
