import type { Pattern } from "./pattern.ts";
import type { Scanner } from "./scanner.ts";

/** A pattern that takes longer than this for the rows on the screen goes astray, ms. */
const LIMIT_MS = 1000;
/** Texts whose marks are kept. */
const MAX_TEXTS = 2000;

/**
 * Where the pattern matches in the rows on the screen. The Worker finds it out, so that the screen stays alive
 * whatever the pattern is: rows are drawn without marks first, and again when the answer is there.
 */
export class HitMarks {
  readonly #scanner: Scanner;
  readonly #changed: () => void;
  #pattern: Pattern | null = null;
  #known = new Map<string, readonly number[]>();
  #wanted = new Set<string>();
  #isAsking = false;
  #isFresh = false;

  constructor(scanner: Scanner, changed: () => void) {
    this.#scanner = scanner;
    this.#changed = changed;
  }

  /** What is to be marked from now on; null for nothing. */
  use(pattern: Pattern | null): void {
    if (pattern?.text === this.#pattern?.text && pattern?.negate === this.#pattern?.negate) return;
    this.#pattern = pattern;
    this.#known = new Map();
    this.#wanted.clear();
    this.#scanner.giveUp();
  }

  /** Start and end of each hit in a row's text, as far as they are known. */
  of(text: string): readonly number[] {
    // Rows that do not match have nothing that could be marked.
    if (this.#pattern === null || this.#pattern.negate) return [];
    const known = this.#known.get(text);
    if (known === undefined) this.#wanted.add(text);
    return known ?? [];
  }

  /** Whether there are marks that have not been drawn. */
  isFresh(): boolean {
    return this.#isFresh;
  }

  /** Asks for what was not known when the screen was drawn. */
  async fetch(): Promise<void> {
    this.#isFresh = false;
    const pattern = this.#pattern;
    if (pattern === null || this.#wanted.size === 0 || this.#isAsking) return;
    const texts = [...this.#wanted];
    this.#wanted.clear();
    this.#isAsking = true;
    const isWanted = (): boolean => pattern === this.#pattern;
    const answer = await this.#scanner.ask({ type: "marks", pattern, texts }, { isWanted, limitMs: LIMIT_MS });
    this.#isAsking = false;
    this.#isFresh = true;
    if (pattern !== this.#pattern) return this.#changed();
    if (this.#known.size > MAX_TEXTS) this.#known.clear();
    // A pattern that goes astray marks nothing.
    const marks = answer?.type === "marks" ? answer.marks : [];
    texts.forEach((text, i) => this.#known.set(text, marks[i] ?? []));
    this.#isFresh = marks.some((hits) => hits.length > 0);
    if (this.#isFresh) this.#changed();
  }
}
