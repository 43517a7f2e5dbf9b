/**
 * Finds the rows that a pattern matches, without laying out those that it cannot match.
 *
 * A match holds certain texts (`readPattern`). A word among them stands in what is the same for all rows of a
 * function, or in the arguments as they are stored: what a row shows between them is no part of a word. So all
 * arguments of many rows are searched as one long text for the rarest such word, or words with single blanks between
 * them, and only the rows that have it are laid out. Where there is no such word, all are.
 *
 * @module
 */
import { shownModule } from "../filter/module.ts";
import type { StoreReader } from "../store/mod.ts";
import { Kind } from "./kinds.ts";
import { type Layout, overflowText } from "./row.ts";
import { compilePattern, ignoresCase, type Pattern } from "./pattern.ts";
import { readPattern } from "./pattern_syntax.ts";
import { RowTexts } from "./row_text.ts";
import { visible } from "./visible.ts";

/** Finds the rows from `from` to before `to` that a pattern is looked for in; their ids ascend. */
export type Matcher = (from: number, to: number) => number[];

const ARGUMENTS =
  `SELECT count(*) AS count, group_concat(iif(kind = ${Kind.OVERFLOW}, '', coalesce(args, '')), char(10)) AS lines
  FROM traces WHERE id >= ? AND id < ?`;
const FUNCTIONS = `SELECT functions.id, name, path, cwd FROM functions JOIN modules ON modules.id = module
  JOIN (SELECT cwd FROM recordings GROUP BY cwd) WHERE functions.id > ?`;

/** Stands in time or duration, where no function and no argument tells of it. */
const UNITS = ["ns", "µs", "ms", "min", "s", "h"];

/** Where more of the rows than this have the word, it is as well to lay out all. */
const MAX_SHARE = 1 / 8;
/** Characters that are shown in another way than they are stored. */
// deno-lint-ignore no-control-regex
const ODD = /(?![\n\x1e\x1f\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
// deno-lint-ignore no-control-regex
const PLAIN = /^[\n\x1e\x1f\x20-\x7e]*$/;

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

/** Words that must all be in a row for it to match, and whether it matches where they are. */
function wordsOf({ text, negate }: Pattern): { words: string[]; isAll: boolean } {
  const { required, isLiteral } = readPattern(text);
  if (negate) return { words: [], isAll: false };
  const words = required.flatMap((part) => part.match(WORDS) ?? []).filter((part) =>
    !part.split(" ").every(isOrdinary)
  );
  // One lost trace is not told of as two are.
  const isCertain = !mayBeLost(text);
  return { words, isAll: isLiteral && words.length === 1 && words[0] === text && isCertain };
}

/** Makes a matcher. */
export function createMatcher(pattern: Pattern, reader: StoreReader, layout: Layout): Matcher {
  const expression = compilePattern(pattern);
  const texts = new RowTexts(reader, layout);
  const { words, isAll } = wordsOf(pattern);

  function all(from: number, to: number): number[] {
    const found: number[] = [];
    texts.each(from, to, (id, text) => {
      expression.lastIndex = 0;
      if (expression.test(text) !== pattern.negate) found.push(id);
    });
    return found;
  }

  if (words.length === 0) return all;
  const search = new WordSearch(reader, ignoresCase(pattern.text));
  return (from, to) => {
    const candidates = search.rows(words, from, to);
    if (candidates === undefined || candidates.length > (to - from) * MAX_SHARE && !isAll) return all(from, to);
    if (isAll) return candidates;
    const found: number[] = [];
    for (const id of candidates) {
      texts.each(id, id + 1, (_id, text) => {
        expression.lastIndex = 0;
        if (expression.test(text)) found.push(id);
      });
    }
    return found;
  };
}

/** Finds the rows that have a word somewhere. */
class WordSearch {
  readonly #reader: StoreReader;
  readonly #ignoreCase: boolean;
  readonly #functions = new Map<string, number[]>();
  #texts: { id: number; text: string }[] = [];
  /** How often each word was found where it was looked for first. */
  readonly #counts = new Map<string, number>();

  constructor(reader: StoreReader, ignoreCase: boolean) {
    this.#reader = reader;
    this.#ignoreCase = ignoreCase;
  }

  /** The rows that have the rarest of the words; undefined where that cannot be told. */
  rows(words: readonly string[], from: number, to: number): number[] | undefined {
    const [row] = this.#reader.query(ARGUMENTS, [from, to]);
    const lines = typeof row.lines === "string" ? row.lines : "";
    if (row.count !== to - from || (!PLAIN.test(lines) && ODD.test(lines))) return undefined;
    this.#refresh();
    const word = this.#rarest(words, lines);
    const inArguments = this.#search(word, lines, from, to);
    if (inArguments === undefined) return undefined;
    return union(inArguments, this.#called(word, from, to));
  }

  #fold(text: string): string {
    return this.#ignoreCase ? text.toLowerCase() : text;
  }

  #rarest(words: readonly string[], lines: string): string {
    if (this.#counts.size === 0) {
      for (const word of words) {
        this.#counts.set(word, lines.match(this.#expression(word))?.length ?? 0);
      }
    }
    const count = (word: string): number => (this.#counts.get(word) ?? 0) + this.#having(word).length;
    return words.reduce((best, word) => count(word) < count(best) ? word : best);
  }

  #expression(word: string): RegExp {
    return new RegExp(word.replaceAll("$", "\\$"), this.#ignoreCase ? "gi" : "g");
  }

  /** The rows whose arguments hold the word; undefined where rows and lines do not agree. */
  #search(word: string, lines: string, from: number, to: number): number[] | undefined {
    const found: number[] = [];
    const expression = this.#expression(word);
    let id = from;
    let end = lines.indexOf("\n");
    for (let match = expression.exec(lines); match !== null; match = expression.exec(lines)) {
      while (end >= 0 && end < match.index) {
        id++;
        end = lines.indexOf("\n", end + 1);
      }
      found.push(id);
      if (end < 0) break;
      expression.lastIndex = end;
    }
    for (; end >= 0; end = lines.indexOf("\n", end + 1)) id++;
    return id === to - 1 ? found : undefined;
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
