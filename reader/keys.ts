/**
 * A key: the character it types, or a name such as `up`, `pagedown`, `escape`, with `ctrl-`, `alt-` and `shift-`
 * in front, in this order. Characters with Control are `ctrl-a` and so on. A pasted text is `paste:` and the text.
 */
export type Key = string;

const FINALS: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  E: "begin",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  Z: "shift-tab",
  a: "shift-up",
  b: "shift-down",
  c: "shift-right",
  d: "shift-left",
  M: "enter",
};

const NUMBERS: Readonly<Record<number, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
  11: "f1",
  12: "f2",
  13: "f3",
  14: "f4",
};

const CONTROLS: Readonly<Record<number, string>> = {
  0x00: "ctrl-space",
  0x08: "backspace",
  0x09: "tab",
  0x0a: "enter",
  0x0d: "enter",
  0x1b: "escape",
  0x1c: "ctrl-\\",
  0x1d: "ctrl-]",
  0x1e: "ctrl-^",
  0x1f: "ctrl-_",
  0x7f: "backspace",
};

/** What a terminal puts around a text that was pasted. */
const PASTE_BEGIN = "\x1b[200~";
const PASTE_END = "\x1b[201~";
/** A paste that has no end by then is taken as it is. */
const MAX_PASTE = 1 << 20;

/** A control string that has no end by then is given up: its bytes were no reply of a terminal. */
const MAX_STRING = 65_536;

function modified(name: string, modifier: number): Key {
  const bits = modifier > 1 ? modifier - 1 : 0;
  return `${bits & 4 ? "ctrl-" : ""}${bits & 2 ? "alt-" : ""}${bits & 1 ? "shift-" : ""}${name}`;
}

function character(text: string): Key {
  const code = text.codePointAt(0) ?? 0;
  return CONTROLS[code] ?? (code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : text);
}

/** A report of the mouse (SGR, mode 1006): only its wheel is a key. */
function wheel(parameters: string): Key | undefined {
  const button = Number.parseInt(parameters.slice(1), 10);
  return button === 64 ? "wheelup" : button === 65 ? "wheeldown" : undefined;
}

/** `parameters` of a control sequence with its final character; undefined for what is no key (replies). */
function sequence(parameters: string, final: string): Key | undefined {
  if (final === "M" && parameters.startsWith("<")) return wheel(parameters);
  if (/^[<=>?]/.test(parameters)) return undefined;
  const [first, second] = parameters.split(";").map((part) => Number.parseInt(part, 10) || 0);
  if (final === "~") return first in NUMBERS ? modified(NUMBERS[first], second ?? 1) : undefined;
  if (final === "u" && first > 0 && first <= 0x10ffff) {
    return modified(character(String.fromCodePoint(first)), second ?? 1);
  }
  // `ESC [ 5 ; 1 R` is a reply (where the cursor stands) and also F3 with a modifier.
  if (final === "R" && first !== 1) return undefined;
  const name = FINALS[final];
  return name === undefined ? undefined : modified(name, second ?? 1);
}

/** How far an escape sequence goes, and what it means; undefined while its end has not come. */
interface Parsed {
  length: number;
  key?: Key;
}

function parseControlSequence(text: string): Parsed | undefined {
  for (let i = 2; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x40 && code <= 0x7e) {
      const final = text[i];
      if (final === "M" && i === 2) return text.length < 6 ? undefined : { length: 6 };
      return { length: i + 1, key: sequence(text.slice(2, i), final) };
    }
    // Broken off by something else, which is read on its own.
    if (code < 0x20 || code > 0x7e) return { length: i };
  }
  return undefined;
}

function parseString(text: string): Parsed | undefined {
  for (let i = 2; i < text.length; i++) {
    if (text[i] === "\x07") return { length: i + 1 };
    if (text[i] === "\x1b" && i + 1 < text.length) return { length: text[i + 1] === "\\" ? i + 2 : i };
  }
  return text.length > MAX_STRING ? { length: text.length } : undefined;
}

function parsePaste(text: string): Parsed | undefined {
  const end = text.indexOf(PASTE_END);
  if (end < 0 && text.length < MAX_PASTE) return undefined;
  if (end < 0) return { length: text.length, key: `paste:${text.slice(PASTE_BEGIN.length)}` };
  return { length: end + PASTE_END.length, key: `paste:${text.slice(PASTE_BEGIN.length, end)}` };
}

function parseEscape(text: string): Parsed | undefined {
  if (text.length < 2) return undefined;
  const second = text[1];
  if (second === "\x1b") return { length: 1, key: "escape" };
  if (second === "[") return parseControlSequence(text);
  if (second === "O") return text.length < 3 ? undefined : { length: 3, key: FINALS[text[2]] };
  if ("]P^_X".includes(second)) return parseString(text);
  const typed = String.fromCodePoint(text.codePointAt(1) ?? 0);
  return { length: 1 + typed.length, key: `alt-${character(typed)}` };
}

/** Turns the bytes that a terminal sends into keys. */
export class KeyParser {
  readonly #decoder = new TextDecoder();
  #pending = "";

  /** Whether it holds the beginning of a sequence, which may be a lone Escape: call `flush` after a short while. */
  get isWaiting(): boolean {
    return this.#pending !== "";
  }

  /** Takes bytes as they come, and gives the keys that are complete. */
  push(bytes: Uint8Array): Key[] {
    this.#pending += this.#decoder.decode(bytes, { stream: true });
    const keys: Key[] = [];
    while (this.#pending !== "") {
      const parsed = this.#next();
      if (!parsed) break;
      this.#pending = this.#pending.slice(parsed.length);
      if (parsed.key !== undefined) keys.push(parsed.key);
    }
    return keys;
  }

  /** Gives what was held back when nothing more has come: Escape, or Alt with a character. */
  flush(): Key[] {
    const held = this.#pending;
    if (held.startsWith(PASTE_BEGIN)) return [];
    this.#pending = "";
    if (held === "\x1b") return ["escape"];
    return held.length === 2 ? [`alt-${held[1]}`] : [];
  }

  #next(): Parsed | undefined {
    if (this.#pending.startsWith(PASTE_BEGIN)) return parsePaste(this.#pending);
    if (this.#pending[0] === "\x1b") return parseEscape(this.#pending);
    const typed = String.fromCodePoint(this.#pending.codePointAt(0) ?? 0);
    return { length: typed.length, key: character(typed) };
  }
}
