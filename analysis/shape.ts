/**
 * Types of values as TypeScript writes them, from values as they are shown: `{id: 5, tags: ["x"], …+3}`.
 *
 * @module
 */

/** Types that are shown under another name than TypeScript's. */
const NAMES: Readonly<Record<string, string>> = {
  function: "Function",
  class: "Function",
  Object: "object",
  accessor: "unknown",
  unseen: "unknown",
  redacted: "unknown",
  reference: "object",
  unknown: "unknown",
};

/** More different keys than this are a dictionary. */
const MAX_KEYS = 24;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const ELLIPSIS = 0x2026;
/** What was cut. */
const CUT = /…\+\d+/y;
/** Keys that nothing has to be asked about. */
const PLAIN_KEY = /^[\w$]+$/;
/** What a value can begin with that is no object, array or string. */
const TOKEN = /[^,{}[\]"]*/y;

/** What kinds of values there were in one place. */
export class Shape {
  /** How often each simple type or class occurred. */
  readonly names = new Map<string, number>();
  objects = 0;
  /** Of plain objects: their keys, how often they occurred and with what. */
  readonly keys = new Map<string, { count: number; shape: Shape }>();
  /** Whether keys were cut. */
  isOpen = false;
  arrays = 0;
  elements: Shape | undefined;

  /** Adds a value that has this type at its top. */
  add(value: string, type: string): void {
    const opening = type === "Object" ? "{" : type === "Array" ? "[" : "";
    if (opening !== "" && value[0] === opening && new ShapeReader(value).into(this)) return;
    this.addName(NAMES[type] ?? type);
  }

  addName(name: string): void {
    this.names.set(name, (this.names.get(name) ?? 0) + 1);
  }

  /** As TypeScript writes it; `unknown` for nothing. */
  toString(): string {
    const parts = [...this.names].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
    if (this.objects > 0) parts.push(this.#object());
    if (this.arrays > 0) {
      const element = this.elements?.toString() ?? "unknown";
      parts.push(element.includes(" | ") ? `(${element})[]` : `${element}[]`);
    }
    const known = parts.length > 1 ? parts.filter((name) => name !== "unknown") : parts;
    return known.length === 0 ? "unknown" : known.join(" | ");
  }

  #object(): string {
    if (this.keys.size === 0) return this.isOpen ? "object" : "{}";
    if (this.keys.size > MAX_KEYS) {
      const values = new Set([...this.keys.values()].map(({ shape }) => shape.toString()));
      return `Record<string, ${[...values].sort().join(" | ")}>`;
    }
    const members = [...this.keys].map(([key, { count, shape }]) => {
      const name = IDENTIFIER.test(key) ? key : JSON.stringify(key);
      return `${name}${count < this.objects ? "?" : ""}: ${shape}`;
    });
    if (this.isOpen) members.push("[key: string]: unknown");
    return `{ ${members.join("; ")} }`;
  }
}

/** Reads a value as it is shown; gives up where a text inside could be anything. */
class ShapeReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Adds the whole value to a shape, if it can be read. */
  into(shape: Shape): boolean {
    const parsed = this.#value(0);
    if (parsed === undefined || this.#at !== this.#text.length) return false;
    parsed(shape);
    return true;
  }

  /** What adds the value at the reader's place to a shape; nothing is added unless all of it can be read. */
  #value(depth: number): ((shape: Shape) => void) | undefined {
    const text = this.#text;
    if (depth > 64) return undefined;
    switch (text[this.#at]) {
      case '"':
        return this.#string() ? (shape) => shape.addName("string") : undefined;
      case "{":
        return this.#object(depth);
      case "[":
        return text.startsWith("[redacted]", this.#at) ? this.#token() : this.#array(depth);
      default:
        return this.#token();
    }
  }

  #string(): boolean {
    const text = this.#text;
    for (this.#at++; this.#at < text.length; this.#at++) {
      if (text[this.#at] === "\\") this.#at++;
      else if (text[this.#at] === '"') {
        this.#at++;
        this.#cut();
        return true;
      }
    }
    return false;
  }

  /** Passes over `…+3`. */
  #cut(): boolean {
    if (this.#text.charCodeAt(this.#at) !== ELLIPSIS) return false;
    CUT.lastIndex = this.#at;
    if (!CUT.test(this.#text)) return false;
    this.#at = CUT.lastIndex;
    return true;
  }

  #object(depth: number): ((shape: Shape) => void) | undefined {
    const members: [key: string, add: (shape: Shape) => void][] = [];
    let isOpen = false;
    this.#at++;
    while (this.#text[this.#at] !== "}") {
      if (this.#cut()) isOpen = true;
      else {
        const key = this.#key();
        const value = key === undefined ? undefined : this.#value(depth + 1);
        if (key === undefined || value === undefined) return undefined;
        members.push([key, value]);
      }
      if (!this.#separator("}")) return undefined;
    }
    this.#at++;
    return (shape) => {
      shape.objects++;
      shape.isOpen ||= isOpen;
      for (const [key, add] of members) {
        let known = shape.keys.get(key);
        if (known === undefined) shape.keys.set(key, known = { count: 0, shape: new Shape() });
        known.count++;
        add(known.shape);
      }
    };
  }

  #key(): string | undefined {
    const start = this.#at;
    if (this.#text[start] === '"') {
      if (!this.#string()) return undefined;
    } else {
      this.#at = this.#text.indexOf(":", start);
    }
    const end = this.#at;
    if (end < 0 || this.#text[end] !== ":" || this.#text[end + 1] !== " ") return undefined;
    this.#at = end + 2;
    const key = this.#text.slice(start, end);
    if (PLAIN_KEY.test(key)) return key;
    return key[0] === '"' ? key.slice(1, -1) : /[{}[\],]/.test(key.replace(/^\[Symbol.*\]$/, "")) ? undefined : key;
  }

  #array(depth: number): ((shape: Shape) => void) | undefined {
    const items: ((shape: Shape) => void)[] = [];
    this.#at++;
    while (this.#text[this.#at] !== "]") {
      if (!this.#cut()) {
        const value = this.#value(depth + 1);
        if (value === undefined) return undefined;
        items.push(value);
      }
      if (!this.#separator("]")) return undefined;
    }
    this.#at++;
    return (shape) => {
      shape.arrays++;
      if (items.length > 0) shape.elements ??= new Shape();
      for (const add of items) add(shape.elements as Shape);
    };
  }

  #separator(close: string): boolean {
    if (this.#text.startsWith(", ", this.#at)) this.#at += 2;
    else if (this.#text[this.#at] !== close) return false;
    return true;
  }

  /** A number, a constant, a function by its name, or a value with its class in front. */
  #token(): ((shape: Shape) => void) | undefined {
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text)?.[0] ?? "";
    if (token === "") return undefined;
    this.#at += token.length;
    const next = this.#text[this.#at];
    if ((next === "{" || next === "[") && token.endsWith(" ")) {
      const name = token.slice(0, -1);
      return IDENTIFIER.test(name) && this.#skipGroup() ? (shape) => shape.addName(name) : undefined;
    }
    const name = typeOfToken(token);
    return name === undefined ? undefined : (shape) => shape.addName(name);
  }

  /** Passes over what is in brackets. */
  #skipGroup(): boolean {
    let depth = 0;
    do {
      const character = this.#text[this.#at];
      if (character === undefined) return false;
      if (character === '"') {
        if (!this.#string()) return false;
        continue;
      }
      if (character === "{" || character === "[") depth++;
      else if (character === "}" || character === "]") depth--;
      this.#at++;
    } while (depth > 0);
    return true;
  }
}

function typeOfToken(token: string): string | undefined {
  if (/^(-?\d+(\.\d+)?(e[-+]?\d+)?|-?Infinity|NaN)$/.test(token)) return "number";
  if (token === "true" || token === "false") return "boolean";
  if (token === "null" || token === "undefined") return token;
  if (/^-?\d+(…\+\d+)?n$/.test(token)) return "bigint";
  if (/^Symbol\(.*\)$/.test(token)) return "symbol";
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(token)) return "Date";
  if (/^<(hole|getter|unseen|unknown|ref #\d+)>$/.test(token)) return "unknown";
  if (token === "<anonymous>" || IDENTIFIER.test(token)) return "Function";
  return undefined;
}
