/**
 * Finds what lies at a path in a value as it is shown: `{id: 5, tags: ["x"], …+3}`. To hand the text to a function
 * costs half of what it costs to hand it the bytes too, and the text nearly always decides.
 *
 * @module
 */

/** A value as it would be shown, and its type; null for what would be shown with brackets. */
export interface Found {
  value: string | null;
  type: string;
}

/** What a text says of a path: what lies there, nothing, or that the bytes must be asked. */
export type Answer = Found | "missing" | "undecided";

const NUMBER = /^-?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|Infinity)$|^NaN$/;
const CONSTANT_TYPES = new Map([
  ["true", "boolean"],
  ["false", "boolean"],
  ["null", "null"],
  ["undefined", "undefined"],
]);
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** How many code units a string has that is shown so, quotes included, cut or not. */
function stringLength(shown: string): number {
  const end = shown.lastIndexOf('"');
  const inner = shown.slice(1, end);
  const missing = shown.length > end + 1 ? Number(shown.slice(end + 3)) : 0;
  return missing +
    (inner.includes("\\") ? inner.replace(/\\(?:u\{[\da-f]+\}|x[\da-f]{2}|.)/g, "-").length : inner.length);
}

/** Reads over values; -1 where it meets something whose text could be anything, such as a function's name. */
class Scanner {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Behind the string that begins at `at`, and behind what says how much of it was cut off. */
  string(at: number): number {
    const text = this.#text;
    let end = at;
    do {
      end = text.indexOf('"', end + 1);
      if (end < 0) return -1;
    } while (isEscaped(text, end));
    return this.cut(end + 1);
  }

  /** Behind `…+3`, if that is what begins at `at`. */
  cut(at: number): number {
    const text = this.#text;
    if (text.charCodeAt(at) !== 0x2026) return at;
    at += 2;
    while (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
    return at;
  }

  /** Behind a number or a constant. */
  token(at: number): number {
    const text = this.#text;
    let end = at;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 0x2c || code === 0x7d || code === 0x5d || code === 0x20) break;
    }
    return typeOfToken(text.slice(at, end)) === undefined ? -1 : end;
  }

  /** Behind any value. */
  value(at: number): number {
    const character = this.#text[at];
    if (character === '"') return this.string(at);
    if (character !== "{" && character !== "[") return this.token(at);
    for (const entry of this.entries(at)) {
      if (entry === undefined) return -1;
      if (entry.end) return entry.at;
    }
    return -1;
  }

  /**
   * The entries of the object or array that begins at `at`: the key (of an array the index) and where the value
   * begins; at last where all of it ends and how many there are. Undefined where the text is no such thing.
   */
  *entries(at: number): Generator<{ key: string; at: number; end: boolean; count: number } | undefined> {
    const text = this.#text;
    const isArray = text[at] === "[";
    const close = isArray ? "]" : "}";
    let count = 0;
    for (at++; text[at] !== close; count++) {
      if (text.charCodeAt(at) === 0x2026) {
        const end = this.cut(at);
        if (text[end] !== close) return yield undefined;
        return yield { key: "", at: end + 1, end: true, count: count + Number(text.slice(at + 2, end)) };
      }
      let key = String(count);
      if (!isArray) {
        const end = text[at] === '"' ? this.string(at) : text.indexOf(":", at);
        if (end < 0 || text[end] !== ":" || text[end + 1] !== " ") return yield undefined;
        key = text[at] === '"' ? text.slice(at + 1, end - 1) : text.slice(at, end);
        if (/[\\\s,{}]/.test(key)) return yield undefined;
        at = end + 2;
      }
      // A function is shown by its name, and a method has that of its key.
      if (text.startsWith(key, at) && !isArray && text[at] !== '"') return yield undefined;
      yield { key, at, end: false, count };
      at = this.value(at);
      if (at < 0) return yield undefined;
      if (text[at] === "," && text[at + 1] === " ") at += 2;
      else if (text[at] !== close) return yield undefined;
    }
    yield { key: "", at: at + 1, end: true, count };
  }
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
  return slashes % 2 === 1;
}

function typeOfToken(token: string): string | undefined {
  if (NUMBER.test(token)) return "number";
  return CONSTANT_TYPES.get(token) ?? (/^-?\d+n$/.test(token) ? "bigint" : undefined);
}

function scalar(text: string, start: number, end: number): Answer {
  if (end < 0) return "undecided";
  const value = text.slice(start, end);
  const type = text[start] === '"' ? "string" : typeOfToken(value);
  return type === undefined ? "undecided" : { value, type };
}

function number(value: number): Found {
  return { value: String(value), type: "number" };
}

function follow(text: string, scanner: Scanner, start: number, path: readonly string[], index: number): Answer {
  const character = text[start];
  const isContainer = character === "{" || character === "[";
  if (index === path.length) {
    return isContainer ? { value: null, type: "" } : scalar(text, start, scanner.value(start));
  }
  const key = path[index];
  if (!isContainer) {
    const found = scalar(text, start, scanner.value(start));
    if (typeof found === "string") return found;
    const isLength = found.type === "string" && key === "length" && index === path.length - 1;
    return isLength && found.value !== null ? number(stringLength(found.value)) : "missing";
  }
  const wantsLength = character === "[" && key === "length";
  if (character === "[" && !wantsLength && !INDEX.test(key)) return "missing";
  for (const entry of scanner.entries(start)) {
    if (entry === undefined) return "undecided";
    if (entry.end) return wantsLength && index === path.length - 1 ? number(entry.count) : "missing";
    if (!wantsLength && entry.key === key) return follow(text, scanner, entry.at, path, index + 1);
  }
  return "undecided";
}

/** What lies at a path in a value that is shown so, and has this type. The path is not empty. */
export function findInShown(value: string, type: string, path: readonly string[]): Answer {
  switch (type) {
    case "number":
    case "bigint":
    case "boolean":
    case "null":
    case "undefined":
      return "missing";
    case "string":
      return path.length === 1 && path[0] === "length" && value[0] === '"' ? number(stringLength(value)) : "missing";
    case "Object":
      return value[0] === "{" ? follow(value, new Scanner(value), 0, path, 0) : "undecided";
    case "Array":
      return value[0] === "[" ? follow(value, new Scanner(value), 0, path, 0) : "undecided";
    default:
      return "undecided";
  }
}
