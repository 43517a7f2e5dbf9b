/**
 * JSON with comments and commas at the end, as people write settings, with the place of everything in it: a mistake is
 * told by its line.
 *
 * @module
 */
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

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

/** What the parser calls a mistake, in words. */
const MISTAKES: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is no value",
  InvalidNumberFormat: "this is no number",
  PropertyNameExpected: "a name in quotes is wanted here",
  ValueExpected: "a value is wanted here",
  ColonExpected: 'a ":" is wanted here',
  CommaExpected: 'a "," is wanted here',
  CloseBraceExpected: 'a "}" is wanted here',
  CloseBracketExpected: 'a "]" is wanted here',
  EndOfFileExpected: "this stands behind the end",
  UnexpectedEndOfComment: "the comment does not end",
  UnexpectedEndOfString: "the text in quotes does not end",
  UnexpectedEndOfNumber: "the number is cut off",
  InvalidUnicode: "this is no escape of a character",
  InvalidEscapeCharacter: "this is no escape of a character",
  InvalidCharacter: "this character cannot stand in quotes as it is",
};

/** Reads a text. Throws `JsonError`. */
export function parseJsonc(text: string): Json {
  // A byte order mark is no part of the text; a blank keeps the places.
  const clean = text.replace(/^\ufeff/, " ");
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(clean, errors, { allowTrailingComma: true });
    if (errors.length === 0 && root) return withLines(root, lineStarts(clean));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new JsonError("it is nested too deeply", 1, 1);
  }
  const [{ error: code, offset }] = errors;
  const starts = lineStarts(clean);
  const line = lineOf(starts, offset);
  throw new JsonError(MISTAKES[printParseErrorCode(code)] ?? "this is no JSON", line, offset - starts[line - 1] + 1);
}

/** What the text would be as plain values. */
export function plainValue(json: Json): unknown {
  if (json.kind === "scalar") return json.value;
  if (json.kind === "array") return json.items.map(plainValue);
  return Object.fromEntries(json.members.map(({ name, value }) => [name, plainValue(value)]));
}

function withLines(node: Node, starts: readonly number[]): Json {
  const line = lineOf(starts, node.offset);
  const { children = [] } = node;
  if (node.type === "array") return { kind: "array", line, items: children.map((item) => withLines(item, starts)) };
  if (node.type !== "object") return { kind: "scalar", line, value: getNodeValue(node) };
  const members = children.map(({ offset, children: pair = [] }) => {
    const [name, value] = pair;
    return { name: String(name.value), line: lineOf(starts, offset), value: withLines(value, starts) };
  });
  return { kind: "object", line, members };
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|[\r\n]/g)].map((end) => end.index + end[0].length)];
}

function lineOf(starts: readonly number[], offset: number): number {
  const after = starts.findIndex((start) => start > offset);
  return after < 0 ? starts.length : after;
}
