import { TstraceError } from "../errors.ts";
import { type PatternMistake, readPattern } from "./pattern_syntax.ts";

/** What is searched for. */
export interface Pattern {
  /** As typed. */
  text: string;
  /** Find the rows that do not match. */
  negate: boolean;
}

/** A mistake in a pattern: says what is wrong and, where that is known, at which place. */
export class PatternError extends TstraceError {
  override name = "PatternError";
  readonly place: PatternMistake | undefined;

  constructor(message: string, place: PatternMistake | undefined, cause: unknown) {
    super(message, 2, { cause });
    this.place = place;
  }
}

/** Whether a pattern matches both cases: where it has no capital letter. */
export function ignoresCase(text: string): boolean {
  return !/\p{Lu}/u.test(text.replace(/\\./g, ""));
}

/**
 * The expression of a pattern. Nothing of the user's runs by this; only a thread that can be ended may match with it.
 *
 * @throws {PatternError} saying what is wrong with it.
 */
export function compilePattern({ text }: Pattern): RegExp {
  try {
    return new RegExp(text, ignoresCase(text) ? "gi" : "g");
  } catch (error) {
    const { mistake } = readPattern(text);
    // V8 says it as `Invalid regular expression: /…/gi: what is wrong`, JavaScriptCore without the middle.
    const message = error instanceof Error ? error.message : String(error);
    const wrong = message.replace(/^Invalid regular expression: (\/.*\/\w*: )?/s, "");
    throw new PatternError(`invalid regular expression: ${mistake?.message ?? wrong}`, mistake, error);
  }
}

/** Hits shown in one row, so that a pattern that matches nearly everywhere costs no more than the row. */
const MAX_HITS = 500;

/** Where in a text the expression matches: start and end of each match, one after the other. */
export function findHits(text: string, expression: RegExp): number[] {
  const hits: number[] = [];
  expression.lastIndex = 0;
  while (hits.length < 2 * MAX_HITS) {
    const found = expression.exec(text);
    if (!found) break;
    if (found[0] === "") expression.lastIndex++;
    else hits.push(found.index, found.index + found[0].length);
  }
  return hits;
}
