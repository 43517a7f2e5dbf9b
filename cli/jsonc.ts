/**
 * JSON with comments and commas at the end, as people write settings, with the place of everything in it: a mistake is
 * told by its line.
 *
 * @module
 */

/** A value and where it stands. */
export type Json =
  & { /** From 1. */ line: number }
  & (
    | { kind: "object"; members: JsonMember[] }
    | { kind: "array"; items: Json[] }
    | { kind: "scalar"; value: string | number | boolean | null }
  );

/** A member of an object. */
export interface JsonMember {
  name: string;
  /** From 1. */
  line: number;
  value: Json;
}

/** The text is no JSON: why, and where (both from 1). */
export class JsonError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** What is nested deeper is no file of settings. */
const MAX_DEPTH = 100;

/** Reads a text. Throws `JsonError`. */
export function parseJsonc(text: string): Json {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

/** What the text would be as plain values. */
export function plainValue(json: Json): unknown {
  if (json.kind === "scalar") return json.value;
  if (json.kind === "array") return json.items.map(plainValue);
  return Object.fromEntries(json.members.map(({ name, value }) => [name, plainValue(value)]));
}

class Parser {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
    // A byte order mark is no part of the text.
    if (text.startsWith("\ufeff")) this.#at = this.#lineStart = 1;
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) this.#fail(`it is nested deeper than ${MAX_DEPTH} levels`);
    this.#skip();
    const line = this.#line;
    const character = this.#text[this.#at];
    if (character === "{") return { kind: "object", line, members: this.#members(depth) };
    if (character === "[") return { kind: "array", line, items: this.#items(depth) };
    if (character === '"') return { kind: "scalar", line, value: this.#string() };
    const word = /[-+.\w]*/y;
    word.lastIndex = this.#at;
    const found = word.exec(this.#text)![0];
    if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(found)) {
      this.#fail(this.#at >= this.#text.length ? "it ends too early" : `${this.#shown(found)} is no value`);
    }
    this.#at += found.length;
    return { kind: "scalar", line, value: JSON.parse(found) };
  }

  end(): void {
    this.#skip();
    if (this.#at < this.#text.length) this.#fail(`${this.#shown()} stands behind the end`);
  }

  #members(depth: number): JsonMember[] {
    const members: JsonMember[] = [];
    this.#list("}", () => {
      if (this.#text[this.#at] !== '"') this.#fail(`a name in quotes is wanted, not ${this.#shown()}`);
      const line = this.#line;
      const name = this.#string();
      this.#skip();
      if (this.#text[this.#at] !== ":") this.#fail(`":" is wanted, not ${this.#shown()}`);
      this.#at++;
      members.push({ name, line, value: this.value(depth + 1) });
    });
    return members;
  }

  #items(depth: number): Json[] {
    const items: Json[] = [];
    this.#list("]", () => void items.push(this.value(depth + 1)));
    return items;
  }

  /** Reads what stands between commas, up to the bracket `close`. */
  #list(close: string, read: () => void): void {
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#text[this.#at] === close) break;
      read();
      this.#skip();
      if (this.#text[this.#at] === close) break;
      if (this.#text[this.#at] !== ",") this.#fail(`"," or "${close}" is wanted, not ${this.#shown()}`);
      this.#at++;
    }
    this.#at++;
  }

  #string(): string {
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== '"' && this.#text[end] !== "\n") {
      end += this.#text[end] === "\\" ? 2 : 1;
    }
    try {
      const value = JSON.parse(this.#text.slice(this.#at, end + 1)) as string;
      this.#at = end + 1;
      return value;
    } catch {
      return this.#fail("it holds a text that does not end, or has a character that must be escaped");
    }
  }

  /** Goes on to what is neither blank nor comment. */
  #skip(): void {
    const text = this.#text;
    for (; this.#at < text.length; this.#at++) {
      if (text[this.#at] === "\n") {
        this.#line++;
        this.#lineStart = this.#at + 1;
      } else if (text.startsWith("//", this.#at)) {
        const end = text.indexOf("\n", this.#at);
        this.#at = (end < 0 ? text.length : end) - 1;
      } else if (text.startsWith("/*", this.#at)) {
        const end = text.indexOf("*/", this.#at + 2);
        if (end < 0) this.#fail("a comment does not end");
        const comment = text.slice(this.#at, end);
        const lines = comment.split("\n").length - 1;
        if (lines > 0) this.#lineStart = this.#at + comment.lastIndexOf("\n") + 1;
        this.#line += lines;
        this.#at = end + 1;
      } else if (!/[ \t\r]/.test(text[this.#at])) {
        return;
      }
    }
  }

  #shown(text: string = this.#text[this.#at] ?? ""): string {
    if (text === "") return this.#at < this.#text.length ? JSON.stringify(this.#text[this.#at]) : "the end";
    return JSON.stringify(text.slice(0, 40));
  }

  #fail(reason: string): never {
    throw new JsonError(reason, this.#line, this.#at - this.#lineStart + 1);
  }
}
