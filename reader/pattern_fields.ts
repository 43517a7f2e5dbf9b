/**
 * What a pattern tells of where its matches can lie in a row.
 *
 * @module
 */
import { readPattern } from "./pattern_syntax.ts";

/** What stands between the fields of a row, or is told of in no field: blanks, parentheses, `name = …`, `a, b`. */
const BETWEEN = /[\s(),=\p{Cc}]/u;
/** Escapes that stand for characters of one field, or for the character itself. */
const ESCAPES = /^[dw\\^$.*+?[\]{}|/"'`<>;!#%&@~_-]$/;
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;
/** Characters of times and durations. */
const TIME = /^[\d/:., nµmsih]*$/i;

/** The alternatives of a pattern, each a pattern of its own; one where it has none, or they refer to each other. */
export function branchesOf(text: string): string[] {
  if (/\\[1-9k]/.test(text)) return [text];
  const branches: string[] = [];
  let [start, depth, isClass] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === "]") isClass = false;
    else if (isClass) continue;
    else if (character === "[") isClass = true;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "|" && depth === 0) {
      branches.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...branches, text.slice(start)];
}

/** Whether a match may lie in the time or the duration of a row. */
export function mayBeTime(text: string): boolean {
  return branchesOf(text).some((branch) => readPattern(branch).required.every((part) => TIME.test(part)));
}

/**
 * Whether each match lies within one field of a row, such as a name, a value or a number, and matches nothing of what
 * stands around it: then fields can be searched as they are stored. For a valid pattern; where in doubt, false.
 */
export function staysInField(text: string): boolean {
  let rest = text;
  while (rest !== "") {
    const token = tokenOf(rest);
    if (token === undefined) return false;
    // In a row a colon with a blank behind it stands behind a type.
    const isColon = token === ":";
    rest = rest.slice(token.length);
    if (isColon && !isCertain(rest)) return false;
  }
  return true;
}

/** Whether a pattern begins with exactly one character of a field, or more. */
function isCertain(rest: string): boolean {
  const token = tokenOf(rest);
  if (token === undefined || /^(?:[()|:]|\\b$)/.test(token) || QUANTIFIER.test(rest)) return false;
  return !/^(?:[*?]|\{0)/.test(rest.slice(token.length));
}

/** The first part of a pattern; undefined where it may match something beyond a field. */
function tokenOf(rest: string): string | undefined {
  const quantifier = QUANTIFIER.exec(rest);
  if (quantifier) return quantifier[0];
  const [first] = rest;
  if (first === "(") return rest.startsWith("(?:") ? "(?:" : rest[1] === "?" ? undefined : "(";
  if (first === ")" || first === "|") return first;
  if (first === "[") return classOf(rest);
  // Of a word, not in a class: fields begin and end as words do.
  if (rest.startsWith("\\b")) return "\\b";
  if (first === "\\") return rest.length > 1 && ESCAPES.test(rest[1]) ? rest.slice(0, 2) : undefined;
  return /[.^$]/.test(first) || BETWEEN.test(first) ? undefined : first;
}

/** A class of characters at the beginning of a pattern; undefined where it may match something beyond a field. */
function classOf(rest: string): string | undefined {
  const found = /^\[(?!\^)((?:\\[^]|[^\\\]])*)\]/.exec(rest);
  if (found === null) return undefined;
  const [whole, members] = found;
  const escapes = [...members.matchAll(/\\([^])/g)].every(([, escape]) => ESCAPES.test(escape));
  // Ranges of letters or digits alone, so that nothing between their ends is overlooked.
  const others = members.replace(/\\[^]/g, "").replace(/a-z|A-Z|\d-\d|[a-z]-[a-z]|[A-Z]-[A-Z]/g, "");
  const isPlain = !BETWEEN.test(others) && !/[:-]/.test(others.replace(/^-|-$/g, ""));
  return escapes && isPlain ? whole : undefined;
}
