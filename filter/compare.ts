/**
 * Comparisons of texts and of recorded values, as functions.
 *
 * @module
 */
import { foldCase, type Like, likeTest, mapLike, parseLike, quoteLike } from "./like.ts";
import { numberOf, regExpOf, textOf } from "./operands.ts";
import type { Comparison, Literal } from "./tree.ts";

/** Whether a text fits. */
export type TextTest = (text: string) => boolean;
/** Whether a value as it is shown fits; null for what is shown only in parts, such as an object inside of another. */
export type ValueTest = (value: string | null, type: string) => boolean;

/** Whether the operator asks for what does not equal, match or stand in the list. */
export function isNegative({ operator }: Comparison): boolean {
  return operator === "!=" || operator === "!~" || operator === "not in";
}

/** A comparison of a text: `func`, `module`, `kind`, `arg`, `type`. */
export function textTest(comparison: Comparison): TextTest {
  const { subject, operator, operands } = comparison;
  const negative = isNegative(comparison);
  if (operator === "~" || operator === "!~") {
    const expression = regExpOf(subject, operands[0]);
    return (text) => expression.test(text) !== negative;
  }
  const test = anyLike(operands.map((literal) => parseLike(textOf(subject, literal))));
  return negative ? (text) => !test(text) : test;
}

/** Those without wildcards at once, however many there are. */
function anyLike(likes: readonly Like[]): TextTest {
  const exact = new Set(likes.flatMap(({ exact }) => exact === undefined ? [] : [foldCase(exact)]));
  const tests = likes.filter(({ exact }) => exact === undefined).map(likeTest);
  if (tests.length === 0) return (text) => exact.has(foldCase(text));
  return (text) => exact.has(foldCase(text)) || tests.some((test) => test(text));
}

/**
 * The patterns that find a text among the values: as it is, as a string in its quotes, and where it has quotes as
 * a string that has them escaped.
 */
export function valuePatterns(text: string): Like[] {
  const bare = parseLike(text);
  const escaped = mapLike(bare, (piece) => piece.replace(/\\[\s\S]|"/g, (found) => found === '"' ? '\\"' : found));
  const patterns = [bare, quoteLike(bare, '"')];
  if (/"/.test(text)) patterns.push(quoteLike(escaped, '"'));
  return patterns;
}

/** A string without its quotes: `"abc"` and `"abc"…+900`; undefined where it is none. */
function unquoted(value: string): string | undefined {
  const match = value.charCodeAt(0) === 0x22 ? /^"(.*)"(…\+\d+)?$/su.exec(value) : null;
  return match === null ? undefined : match[1] + (match[2] ?? "");
}

/** The number that a value shows; undefined where it is none, or not all of it is known. */
export function shownNumber(value: string, type: string): number | undefined {
  if (type === "number") return Number(value);
  return type === "bigint" && /^-?\d+n$/.test(value) ? Number(value.slice(0, -1)) : undefined;
}

/** The types that a constant has. */
const CONSTANT_TYPE = { true: "boolean", false: "boolean", null: "null", undefined: "undefined" } as const;

function orderTest(comparison: Comparison): ValueTest {
  const bound = numberOf(comparison.subject, comparison.operands[0]);
  const compare = {
    "<": (number: number) => number < bound,
    "<=": (number: number) => number <= bound,
    ">": (number: number) => number > bound,
    ">=": (number: number) => number >= bound,
  }[comparison.operator as "<" | "<=" | ">" | ">="];
  return (value, type) => {
    const number = value === null ? undefined : shownNumber(value, type);
    return number !== undefined && compare(number);
  };
}

function equalTest(operands: readonly Literal[]): ValueTest {
  const texts = operands.flatMap((literal) => literal.type === "text" ? valuePatterns(literal.text) : []);
  const numbers = new Set(operands.flatMap((literal) => literal.type === "number" ? [literal.number] : []));
  const constants = operands.flatMap((literal) => literal.type === "constant" ? [literal.name] : []);
  const test = anyLike(texts);
  return (value, type) => {
    if (value === null) return false;
    if (texts.length > 0 && test(value)) return true;
    if (constants.some((name) => value === name && type === CONSTANT_TYPE[name])) return true;
    if (numbers.size === 0) return false;
    const number = shownNumber(value, type);
    return number !== undefined && numbers.has(number);
  };
}

/** A comparison of a recorded value. */
export function valueTest(comparison: Comparison): ValueTest {
  const { subject, operator, operands } = comparison;
  const negative = isNegative(comparison);
  switch (operator) {
    case "<":
    case "<=":
    case ">":
    case ">=":
      return orderTest(comparison);
    case "~":
    case "!~": {
      const expression = regExpOf(subject, operands[0]);
      return (value) => {
        if (value === null) return false;
        const text = unquoted(value);
        return (expression.test(value) || (text !== undefined && expression.test(text))) !== negative;
      };
    }
    default: {
      const test = equalTest(operands);
      return (value, type) => test(value, type) !== negative;
    }
  }
}
