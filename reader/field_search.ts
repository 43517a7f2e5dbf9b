import type { StoreReader, Visit } from "../store/mod.ts";
import { formatDuration } from "./duration.ts";
import { formatRow, type Layout } from "./row.ts";
import { plainText, type Segment } from "./segment.ts";
import { rowsWith, storedArguments } from "./stored_arguments.ts";

const HEAD = "function, kind, depth, thread";
const ROWS = "FROM traces WHERE id >= ? AND id < ? ORDER BY id";

/** What is remembered of more heads or durations is forgotten. */
const MAX_KEPT = 200_000;
const MICROSECONDS = 1_000_000;
/** Durations (ns) below are looked up by their number. */
const SHORT = 1 << 17;

/** Whether something matches, by its number. */
const [UNKNOWN, NO, YES] = [0, 1, 2];

/**
 * Finds the rows that a pattern matches whose matches lie within one field (`staysInField`), without laying out any:
 * arguments are searched as they are stored, what many rows have in common is looked at once, and so is each number of
 * microseconds.
 */
export class FieldSearch {
  /** Whose rows SQLite hands over: it keeps each function that it is given. */
  static #current: FieldSearch;
  static readonly #visitHead: Visit = (fn, kind, depth, thread) => FieldSearch.#current.#look(fn, kind, depth, thread);
  static readonly #visitAll: Visit = (fn, kind, depth, thread, at, duration) =>
    FieldSearch.#current.#lookAtAll(fn, kind, depth, thread, at, duration);

  readonly #expression: RegExp;
  readonly #mayBeTime: boolean;
  readonly #reader: StoreReader;
  readonly #layout: Layout;
  /** By thread and function, and by kind and depth. */
  readonly #callers = new Map<number, boolean>();
  readonly #signs = new Map<number, boolean>();
  readonly #seconds = new Map<number, boolean>();
  readonly #micros = new Uint8Array(MICROSECONDS);
  readonly #durations = new Uint8Array(SHORT);
  /** Added to the time of a trace: ns since the beginning of the second in which the recording began. */
  readonly #sinceSecond: number;
  /** Which rows have been found, by their place behind the first, and the next that SQLite hands over. */
  #isFound = new Uint8Array(0);
  #first = 0;
  #next = 0;

  /** @param mayBeTime whether the pattern may match a part of a time or duration. */
  constructor(expression: RegExp, mayBeTime: boolean, reader: StoreReader, layout: Layout) {
    this.#expression = new RegExp(expression.source, expression.flags.replace("g", ""));
    this.#mayBeTime = mayBeTime;
    this.#reader = reader;
    this.#layout = layout;
    const startMs = Math.floor(reader.startedMs);
    this.#sinceSecond = Math.round((reader.startedMs - startMs) * 1e6) +
      (startMs - Math.floor(startMs / 1000) * 1000) * 1e6;
  }

  /** The rows from `from` to before `to` that match, ascending; undefined where that cannot be told in this way. */
  rows(from: number, to: number): number[] | undefined {
    // It matches between fields too, where it matches nothing at all; or there are no times.
    if (this.#expression.test("") || !Number.isFinite(this.#sinceSecond)) return undefined;
    const lines = storedArguments(this.#reader, from, to);
    if (lines === undefined) return undefined;
    const found = rowsWith(new RegExp(this.#expression, `${this.#expression.flags}g`), lines, from, to);
    if (found === undefined) return undefined;
    this.#first = from;
    this.#next = 0;
    this.#isFound = new Uint8Array(to - from);
    for (const id of found) this.#isFound[id - from] = 1;
    FieldSearch.#current = this;
    if (this.#mayBeTime) this.#reader.visit(`${HEAD}, at, duration`, ROWS, [from, to], FieldSearch.#visitAll);
    else this.#reader.visit(HEAD, ROWS, [from, to], FieldSearch.#visitHead);
    const all: number[] = [];
    for (let i = 0; i < to - from; i++) if (this.#isFound[i] === 1) all.push(from + i);
    return all;
  }

  #lookAtAll(fn: unknown, kind: unknown, depth: unknown, thread: unknown, at: unknown, duration: unknown): void {
    const place = this.#next;
    this.#look(fn, kind, depth, thread);
    if (this.#isFound[place] === 1) return;
    if (this.#matchesTime(Number(at)) || (duration !== null && this.#matchesDuration(Number(duration)))) {
      this.#isFound[place] = 1;
    }
  }

  #look(fn: unknown, kind: unknown, depth: unknown, thread: unknown): void {
    const place = this.#next++;
    if (this.#isFound[place] === 1) return;
    if (this.#matchesHead(fn as number, kind as number, depth as number, thread as number, place)) {
      this.#isFound[place] = 1;
    }
  }

  #matchesHead(fn: number, kind: number, depth: number, thread: number, place: number): boolean {
    // Only a row that tells of lost ones has no function.
    if (fn === null || kind >= 16 || thread >= 1 << 10 || depth >= 1 << 20) return this.#matchesRow(place);
    const [caller, sign] = [fn * 1024 + thread, depth * 16 + kind];
    let isCaller = this.#callers.get(caller);
    let isSign = this.#signs.get(sign);
    if (isCaller === undefined || isSign === undefined) {
      const [trace] = this.#reader.from(this.#first + place, 1);
      const row = formatRow({ ...trace, args: null, duration: null }, this.#layout);
      const test = ({ text }: Segment): boolean => this.#expression.test(text);
      // Time, thread, module, indentation, sign, function, parentheses.
      const [, threadText, module, ...rest] = row;
      isCaller = [threadText, module, rest[rest.length - 3]].some(test);
      isSign = rest.slice(0, -3).some(test);
      if (this.#callers.size >= MAX_KEPT) this.#callers.clear();
      if (this.#signs.size >= MAX_KEPT) this.#signs.clear();
      this.#callers.set(caller, isCaller);
      this.#signs.set(sign, isSign);
    }
    return isCaller || isSign;
  }

  #matchesRow(place: number): boolean {
    const [trace] = this.#reader.from(this.#first + place, 1);
    return this.#expression.test(plainText(formatRow(trace, this.#layout)));
  }

  #matchesTime(at: number): boolean {
    const ns = this.#sinceSecond + at;
    const second = Math.floor(ns / 1e9);
    const micros = Math.floor((ns - second * 1e9) / 1000);
    let isMatch = this.#seconds.get(second);
    if (isMatch === undefined) {
      // The comma stands between two fields.
      isMatch = this.#expression.test(this.#layout.clock.local(at).slice(0, -7));
      if (this.#seconds.size >= MAX_KEPT) this.#seconds.clear();
      this.#seconds.set(second, isMatch);
    }
    if (isMatch) return true;
    if (this.#micros[micros] === UNKNOWN) {
      this.#micros[micros] = this.#expression.test(String(micros).padStart(6, "0")) ? YES : NO;
    }
    return this.#micros[micros] === YES;
  }

  #matchesDuration(duration: number): boolean {
    if (!(duration >= 0 && duration < SHORT) || !Number.isInteger(duration)) {
      return this.#expression.test(formatDuration(duration));
    }
    if (this.#durations[duration] === UNKNOWN) {
      this.#durations[duration] = this.#expression.test(formatDuration(duration)) ? YES : NO;
    }
    return this.#durations[duration] === YES;
  }
}
