import type { Key } from "./keys.ts";
import { graphemes } from "./width.ts";

/** A line of text that is being edited. */
export interface Line {
  text: string;
  /** Where the cursor stands, in UTF-16 code units; never inside a character. */
  cursor: number;
  /** What was cut out last, which Ctrl-Y puts back. */
  killed: string;
}

const ASCII = /^[\x20-\x7e]*$/;

/** How a pasted text begins as a key. */
export const PASTE = "paste:";

/** So much before or after the cursor is looked at to find a character's border. */
const NEAR = 64;

function previousWord({ text, cursor }: Line): number {
  return cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

/** For Alt-B: words are letters and digits. */
function backWord({ text, cursor }: Line): number {
  return cursor - (/[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

function nextWord({ text, cursor }: Line): number {
  return cursor + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}

/** The character's border before the cursor. */
function left({ text, cursor }: Line): number {
  const before = text.slice(Math.max(0, cursor - NEAR), cursor);
  if (before === "") return 0;
  return cursor - (ASCII.test(before) ? 1 : graphemes(before).at(-1)?.length ?? 1);
}

/** The character's border after the cursor. */
function right({ text, cursor }: Line): number {
  const after = text.slice(cursor, cursor + NEAR);
  if (after === "") return cursor;
  return cursor + (ASCII.test(after) ? 1 : graphemes(after)[0].length);
}

/** What a key types: a character, or a pasted text in one line; undefined for every other key. */
export function typedText(key: Key): string | undefined {
  // Line ends and tabs would be shown escaped: what was meant is a space.
  if (key.startsWith(PASTE)) return key.slice(PASTE.length).trim().replace(/[\r\n\t]+/g, " ");
  const isCharacter = key.length === 1 || (key.length === 2 && (key.codePointAt(0) ?? 0) > 0xffff);
  return isCharacter ? key : undefined;
}

/** Puts a text at the cursor. */
export function insert(line: Line, text: string): Line {
  const { cursor } = line;
  return {
    ...line,
    text: line.text.slice(0, cursor) + text + line.text.slice(cursor),
    cursor: cursor + text.length,
  };
}

function remove(line: Line, from: number, to: number): Line {
  return { ...line, text: line.text.slice(0, from) + line.text.slice(to), cursor: from };
}

function kill(line: Line, from: number, to: number): Line {
  return from === to ? line : { ...remove(line, from, to), killed: line.text.slice(from, to) };
}

/** Swaps the characters around the cursor. */
function transpose(line: Line): Line {
  const middle = line.cursor === line.text.length ? left(line) : line.cursor;
  const from = left({ ...line, cursor: middle });
  const to = right({ ...line, cursor: middle });
  const { text } = line;
  const swapped = text.slice(middle, to) + text.slice(from, middle);
  return { ...line, text: text.slice(0, from) + swapped + text.slice(to), cursor: to };
}

/** The line after a key of readline; undefined where the key is none of them. */
export function editLine(line: Line, key: Key): Line | undefined {
  const { text, cursor } = line;
  switch (key) {
    case "backspace":
      return remove(line, left(line), cursor);
    case "delete":
    case "ctrl-d":
      return remove(line, cursor, right(line));
    case "left":
    case "ctrl-b":
      return { ...line, cursor: left(line) };
    case "right":
    case "ctrl-f":
      return { ...line, cursor: right(line) };
    case "home":
    case "ctrl-a":
      return { ...line, cursor: 0 };
    case "end":
    case "ctrl-e":
      return { ...line, cursor: text.length };
    case "ctrl-u":
      return kill(line, 0, cursor);
    case "ctrl-k":
      return kill(line, cursor, text.length);
    case "ctrl-w":
      return kill(line, previousWord(line), cursor);
    case "alt-backspace":
      return kill(line, backWord(line), cursor);
    case "alt-d":
      return kill(line, cursor, nextWord(line));
    case "alt-b":
    case "ctrl-left":
    case "alt-left":
      return { ...line, cursor: backWord(line) };
    case "alt-f":
    case "ctrl-right":
    case "alt-right":
      return { ...line, cursor: nextWord(line) };
    case "ctrl-y":
      return insert(line, line.killed);
    case "ctrl-t":
      return transpose(line);
  }
  const typed = typedText(key);
  return typed === undefined ? undefined : insert(line, typed);
}
