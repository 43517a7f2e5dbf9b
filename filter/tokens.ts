import { FilterError } from "./error.ts";
import type { Span } from "./tree.ts";

/** A piece of a filter's text. */
export type Token =
  & Span
  & (
    | { type: "word"; text: string }
    | { type: "text"; text: string; closed: boolean }
    | { type: "number"; number: number; unit: string }
    | { type: "symbol"; text: string }
    | { type: "end" }
  );

/** Longer filters are refused, UTF-16 code units. */
export const MAX_LENGTH = 100_000;

const SPACE = /\s+/y;
const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /[-+]?(?:0[xX][\da-fA-F]+|(?:\d[\d_]*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/y;
/** Letters right behind a number, unless they are the next word. */
const UNIT = /(?!(?:and|or|in|not)\b)[a-zµμ]+/iy;
const SYMBOL = /==|!=|!~|<=|>=|&&|\|\||[<>~!(),.[\]]/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/**
 * A text in quotes. The quote itself is written twice or behind a backslash; every other backslash stays, as in
 * values that are shown and in regular expressions.
 */
function readText(source: string, start: number): Token {
  const quote = source[start];
  let text = "";
  let at = start + 1;
  for (;;) {
    const from = at;
    while (at < source.length && source[at] !== quote && source[at] !== "\\") at++;
    text += source.slice(from, at);
    if (at >= source.length) return { type: "text", text, closed: false, start, end: at };
    if (source[at] === "\\") {
      const next = source[at + 1] ?? "";
      text += next === quote ? next : `\\${next}`;
      at = Math.min(at + 2, source.length);
    } else if (source[at + 1] === quote) {
      text += quote;
      at += 2;
    } else {
      return { type: "text", text, closed: true, start, end: at + 1 };
    }
  }
}

function readNumber(source: string, start: number, digits: string): Token {
  const number = Number(digits.replaceAll("_", "").replace(/^([-+])0x/i, "0x")) * (/^-0x/i.test(digits) ? -1 : 1);
  const unit = match(UNIT, source, start + digits.length) ?? "";
  return { type: "number", number, unit, start, end: start + digits.length + unit.length };
}

function unexpected(source: string, at: number): FilterError {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  const end = at + character.length;
  if (character === "=") return new FilterError("= is not an operator, equal is ==", at, end, ["=="]);
  if (character === "&") return new FilterError("& is not an operator, use and or &&", at, end, ["and", "&&"]);
  if (character === "|") return new FilterError("| is not an operator, use or or ||", at, end, ["or", "||"]);
  return new FilterError("this character has no meaning here, text goes into quotes", at, end);
}

/**
 * Takes a filter's text apart. A text that is not closed is a token too, so that it can be completed.
 *
 * @throws {FilterError} where a character has no meaning.
 */
export function tokenize(source: string): Token[] {
  if (source.length > MAX_LENGTH) {
    const message = `the filter has ${source.length} characters, more than ${MAX_LENGTH} are not read`;
    throw new FilterError(message, MAX_LENGTH, source.length);
  }
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += match(SPACE, source, at)?.length ?? 0;
    if (at >= source.length) break;
    const token = readToken(source, at, tokens.at(-1));
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ type: "end", start: at, end: at });
  return tokens;
}

function readToken(source: string, start: number, before: Token | undefined): Token {
  if (source[start] === "'" || source[start] === '"') return readText(source, start);
  const word = match(WORD, source, start);
  if (word !== undefined) return { type: "word", text: word, start, end: start + word.length };
  // Behind a dot, digits are an index: `arg.items.0.1` has no fractions.
  const dotted = before?.type === "symbol" && before.text === "." && before.end === start;
  const digits = dotted ? match(/\d+/y, source, start) : match(NUMBER, source, start);
  if (digits !== undefined && dotted) {
    return { type: "word", text: digits, start, end: start + digits.length };
  }
  if (digits !== undefined) return readNumber(source, start, digits);
  const symbol = match(SYMBOL, source, start);
  if (symbol === undefined) throw unexpected(source, start);
  return { type: "symbol", text: symbol, start, end: start + symbol.length };
}
