/**
 * Finds the rows that a pattern matches, without laying out those that it cannot match.
 *
 * A match holds certain texts (`readPattern`). A word among them stands in what is the same for all rows of a
 * function, or in the arguments as they are stored: what a row shows between them is no part of a word. So all
 * arguments of many rows are searched as one long text for the rarest such word, or words with single blanks between
 * them, and only the rows that have it are laid out. Where there is no such word, fields are searched one by one
 * (`FieldSearch`), or where that does not do, all rows are laid out.
 *
 * @module
 */
import { shownModule } from "../filter/module.ts";
import type { StoreReader } from "../store/mod.ts";
import { FieldSearch } from "./field_search.ts";
import { Kind } from "./kinds.ts";
import { type Layout, overflowText } from "./row.ts";
import { compilePattern, ignoresCase, type Pattern } from "./pattern.ts";
import { branchesOf, mayBeTime, staysInField } from "./pattern_fields.ts";
import { readPattern } from "./pattern_syntax.ts";
import { RowTexts } from "./row_text.ts";
import { rowsWith, storedArguments } from "./stored_arguments.ts";
import { visible } from "./visible.ts";

/** Finds the rows from `from` to before `to` that a pattern is looked for in; their ids ascend. */
export type Matcher = (from: number, to: number) => number[];

const FUNCTIONS = `SELECT functions.id, name, path, cwd FROM functions JOIN modules ON modules.id = module
  JOIN (SELECT cwd FROM recordings GROUP BY cwd) WHERE functions.id > ?`;

/** Stands in time or duration, where no function and no argument tells of it. */
const UNITS = ["ns", "µs", "ms", "min", "s", "h"];

/** Where more of the rows than this have the word, it is as well to lay out all. */
const MAX_SHARE = 1 / 8;
/** What a row says that tells of lost ones. */
const LOST = `${overflowText(1)} ${overflowText(2)}`.toLowerCase();

/** Words with single blanks between them: what stands between the parts of a row has something else in it. */
const WORDS = /[A-Za-z0-9_$]+(?: [A-Za-z0-9_$]+)*/g;

/** Whether a word may stand in any row: a number, or part of a unit. */
function isOrdinary(word: string): boolean {
  return !/[A-Za-z]/.test(word) || UNITS.some((unit) => unit.includes(word.toLowerCase()));
}

/** Whether a row that tells of lost ones may hold the words; their number may be any. */
function mayBeLost(words: string): boolean {
  return words.toLowerCase().split(" ").every((word) => /^\d+$/.test(word) || LOST.includes(word));
}

/** Words that all stand in each match. */
function wordsOf(text: string): string[] {
  return readPattern(text).required.flatMap((part) => part.match(WORDS) ?? [])
    .filter((part) => !part.split(" ").every(isOrdinary));
}

/** Whether a row matches wherever this one word is in it. */
function isNothingBut(word: string, { text }: Pattern): boolean {
  // One lost trace is not told of as two are.
  return readPattern(text).isLiteral && word === text && !mayBeLost(text);
}

/** Makes a matcher. */
export function createMatcher(pattern: Pattern, reader: StoreReader, layout: Layout): Matcher {
  const expression = compilePattern(pattern);
  const texts = new RowTexts(reader, layout);
  const isMatch = (text: string): boolean => {
    expression.lastIndex = 0;
    return expression.test(text) !== pattern.negate;
  };

  function slowly(from: number, to: number): number[] {
    const found: number[] = [];
    texts.each(from, to, (id, text) => isMatch(text) && found.push(id));
    return found;
  }

  const fields = staysInField(pattern.text)
    ? new FieldSearch(expression, mayBeTime(pattern.text), reader, layout)
    : undefined;

  function all(from: number, to: number): number[] {
    const found = fields?.rows(from, to);
    if (found === undefined) return slowly(from, to);
    return pattern.negate ? others(found, from, to) : found;
  }

  const branches = branchesOf(pattern.text).map(wordsOf);
  if (pattern.negate || branches.some((words) => words.length === 0)) return all;
  if (branches.length > 1 && fields) return all;
  const isAll = branches.length === 1 && branches[0].length === 1 && isNothingBut(branches[0][0], pattern);
  const searches = branches.map((words) => new WordSearch(words, reader, ignoresCase(pattern.text)));
  return (from, to) => {
    const candidates = searches.map((search) => search.rows(from, to))
      .reduce((one, other) => one && other && union(one, other));
    if (candidates === undefined || candidates.length > (to - from) * MAX_SHARE && !isAll) return all(from, to);
    if (isAll) return candidates;
    const found: number[] = [];
    for (const id of candidates) texts.each(id, id + 1, (_id, text) => isMatch(text) && found.push(id));
    return found;
  };
}

/** Finds the rows that have the rarest of some words somewhere. */
class WordSearch {
  readonly #words: readonly string[];
  readonly #reader: StoreReader;
  readonly #ignoreCase: boolean;
  readonly #functions = new Map<string, number[]>();
  #texts: { id: number; text: string }[] = [];
  /** How often each word was found where it was looked for first. */
  readonly #counts = new Map<string, number>();

  constructor(words: readonly string[], reader: StoreReader, ignoreCase: boolean) {
    this.#words = words;
    this.#reader = reader;
    this.#ignoreCase = ignoreCase;
  }

  /** Those rows; undefined where that cannot be told. */
  rows(from: number, to: number): number[] | undefined {
    const lines = storedArguments(this.#reader, from, to);
    if (lines === undefined) return undefined;
    this.#refresh();
    const word = this.#rarest(lines);
    const inArguments = rowsWith(this.#expression(word), lines, from, to);
    if (inArguments === undefined) return undefined;
    return union(inArguments, this.#called(word, from, to));
  }

  #fold(text: string): string {
    return this.#ignoreCase ? text.toLowerCase() : text;
  }

  #rarest(lines: string): string {
    if (this.#counts.size === 0) {
      for (const word of this.#words) {
        this.#counts.set(word, lines.match(this.#expression(word))?.length ?? 0);
      }
    }
    const count = (word: string): number => (this.#counts.get(word) ?? 0) + this.#having(word).length;
    return this.#words.reduce((best, word) => count(word) < count(best) ? word : best);
  }

  #expression(word: string): RegExp {
    return new RegExp(word.replaceAll("$", "\\$"), this.#ignoreCase ? "gi" : "g");
  }

  /** The rows of functions that the word stands in, and those that tell of lost ones if it stands there. */
  #called(word: string, from: number, to: number): number[] {
    const isLost = mayBeLost(word);
    const ids = this.#having(word);
    if (ids.length === 0 && !isLost) return [];
    const where = isLost ? `OR kind = ${Kind.OVERFLOW}` : `AND kind <> ${Kind.OVERFLOW}`;
    return this.#reader.query(
      `SELECT id FROM traces
       WHERE id >= ? AND id < ? AND (function IN (SELECT value FROM json_each(?)) ${where})`,
      [from, to, JSON.stringify(ids)],
    ).map((row) => Number(row.id));
  }

  /** The functions in whose name or module's path the word stands. */
  #having(word: string): number[] {
    const known = this.#functions.get(word);
    if (known !== undefined) return known;
    const folded = this.#fold(word);
    const found = this.#texts.filter(({ text }) => text.includes(folded)).map(({ id }) => id);
    this.#functions.set(word, found);
    return found;
  }

  #refresh(): void {
    const rows = this.#reader.query(FUNCTIONS, [this.#texts.at(-1)?.id ?? 0]);
    if (rows.length === 0) return;
    this.#functions.clear();
    for (const { id, name, path, cwd } of rows) {
      const text = `${shownModule(String(path), String(cwd))}\n${visible(String(name))}`;
      this.#texts.push({ id: Number(id), text: this.#fold(text) });
    }
    this.#texts.sort((a, b) => a.id - b.id);
  }
}

/** Members of one or the other, ascending as they are. */
function union(a: readonly number[], b: readonly number[]): number[] {
  if (b.length === 0) return [...a];
  const result: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    result.push(next);
    if (a[i] === next) i++;
    if (b[j] === next) j++;
  }
  return result;
}

/** The rows from `from` to before `to` that are not among these, which ascend. */
function others(found: readonly number[], from: number, to: number): number[] {
  const result: number[] = [];
  let next = 0;
  for (let id = from; id < to; id++) {
    if (found[next] === id) next++;
    else result.push(id);
  }
  return result;
}
