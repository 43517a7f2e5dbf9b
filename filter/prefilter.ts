/**
 * What SQL can tell from the column `args` as text: `\x1eNAME\x1fVALUE\x1fTYPE\x1e`. LIKE looks at a million rows
 * in a tenth of a second and spares the others the way into JavaScript.
 *
 * @module
 */
import { valuePatterns } from "./compare.ts";
import { type Formula, isAboutArgument } from "./formula.ts";
import { type Like, longestText, parseLike } from "./like.ts";
import { all, any, type Sql, sql } from "./sql.ts";
import type { Comparison, Literal } from "./tree.ts";

/** What every trace that fits fulfils, if there is such a thing, and whether all that fulfil it fit. */
export interface Prefilter {
  needed: Sql | undefined;
  isExact: boolean;
}

const NONE: Prefilter = { needed: undefined, isExact: false };

/** More alternatives would take longer than the function that they spare. */
const MAX_ALTERNATIVES = 3;
/** Longer texts are not handed to LIKE, which refuses very long ones. */
const MAX_TEXT = 1000;

/** That `args` holds a text, A-Z like a-z. */
function holds(text: string): Sql {
  return sql("args LIKE ? ESCAPE '\\'", `%${text.replace(/[\\%_]/g, "\\$&")}%`);
}

/** A text that SQLite compares as it is: without NUL, without the separators, not too long. */
export function isPlain(text: string): boolean {
  return text.length <= MAX_TEXT && !["\0", "\x1e", "\x1f"].some((character) => text.includes(character));
}

/** The patterns that one of which fits where this literal equals; undefined for a number, which has many forms. */
function patterns({ subject }: Comparison, literal: Literal): Like[] | undefined {
  if (literal.type === "constant") return [parseLike(literal.name)];
  if (literal.type === "number") return undefined;
  return subject.field === "value" ? valuePatterns(literal.text) : [parseLike(literal.text)];
}

/** A text that the shown number must hold; undefined where that is not certain. */
export function numberText(number: number): string | undefined {
  if (Number.isSafeInteger(number)) return String(Math.abs(number));
  // What is no integer is no bigint either, and so has one form.
  return Number.isInteger(number) || !Number.isFinite(number) ? undefined : String(number);
}

/** That `args` holds a text of the literal, without regard to where; undefined where nothing is certain. */
export function holdsLiteral(literal: Literal): Sql | undefined {
  if (literal.type === "constant") return sql("instr(args, ?)", literal.name);
  if (literal.type === "number") {
    const text = numberText(literal.number);
    return text === undefined ? undefined : sql("instr(args, ?)", text);
  }
  const [bare] = valuePatterns(literal.text);
  // Where it has quotes it may stand there with or without backslashes before them.
  const text = longestText(bare)?.split(/\\?"/).reduce((a, b) => b.length > a.length ? b : a);
  return text === undefined || text === "" || !isPlain(text) ? undefined : holds(text);
}

function comparisonFilter(comparison: Comparison): Sql | undefined {
  const { operator, operands } = comparison;
  if ((operator !== "==" && operator !== "in") || operands.length > MAX_ALTERNATIVES) return undefined;
  const parts = operands.map((literal) => holdsLiteral(literal));
  return parts.every((part) => part !== undefined) ? any(parts) : undefined;
}

/** Where all is `==` without wildcards and the parts that are given lie side by side, the text decides. */
function exactFilter(comparisons: readonly Comparison[]): Sql | undefined {
  const texts: Partial<Record<string, string[]>> = {};
  for (const comparison of comparisons) {
    const { operator, operands, subject: { field } } = comparison;
    if (operator !== "==" || field === undefined || texts[field] !== undefined) return undefined;
    const [literal] = operands;
    if (literal.type !== "text") return undefined;
    const exact = patterns(comparison, literal)?.map((like) => like.exact);
    if (exact === undefined || !exact.every((text) => text !== undefined && isPlain(text))) return undefined;
    texts[field] = exact as string[];
  }
  const { arg, value, type } = texts;
  if (arg !== undefined && type !== undefined && value === undefined) return undefined;
  const before = arg === undefined ? "" : `\x1e${arg[0]}`;
  const after = type === undefined ? "" : `${type[0]}\x1e`;
  return any((value ?? [undefined]).map((text) => {
    if (text === undefined) return holds(arg === undefined ? `\x1f${after}` : `${before}\x1f`);
    return holds(`${before}\x1f${text}\x1f${after}`);
  }));
}

/** What `args` as text tells of a formula about one argument. */
export function prefilter(formula: Formula): Prefilter {
  if (formula.type === "or") {
    const parts = formula.parts.map((part) => isAboutArgument(part) ? prefilter(part).needed : undefined);
    const isKnown = parts.length <= MAX_ALTERNATIVES && parts.every((part) => part !== undefined);
    return isKnown ? { needed: any(parts), isExact: false } : NONE;
  }
  const parts = formula.type === "and" ? formula.parts : [formula];
  const comparisons = parts.filter((part): part is Comparison => part.type === "comparison" && isAboutArgument(part));
  const rough = comparisons.toSorted(rank).map(comparisonFilter).find((part) => part !== undefined);
  const exact = comparisons.length === parts.length ? exactFilter(comparisons) : undefined;
  if (exact !== undefined) return { needed: rough === undefined ? exact : all([rough, exact]), isExact: true };
  if (rough !== undefined) return { needed: rough, isExact: false };
  const inner = parts.filter((part) => part.type === "or").map((part) => prefilter(part).needed);
  return { needed: inner.find((part) => part !== undefined), isExact: false };
}

/** Values are rarer than names, and names rarer than types. */
function rank(a: Comparison, b: Comparison): number {
  const order = ["value", "arg", "type"];
  return order.indexOf(a.subject.field ?? "") - order.indexOf(b.subject.field ?? "");
}
