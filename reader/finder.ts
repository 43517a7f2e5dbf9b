import { TstraceError } from "../errors.ts";
import { foldsAnything } from "./folds.ts";
import { HitMarks } from "./hit_marks.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import type { RowSet } from "./row_set.ts";
import { type Extent, Scan } from "./scan.ts";
import type { Reason } from "./scan_protocol.ts";
import { Scanner } from "./scanner.ts";
import type { FilterProgress } from "./finding_text.ts";
import { continueSearch, type HitCount } from "./search.ts";
import { filterRows } from "./filtered_rows.ts";
import type { RowSource } from "./source.ts";
import { isSearch } from "./prompt.ts";
import type { PagerState } from "./state.ts";

/** To find out why nothing passes a filter may take so long, ms; then that is all that is said. */
const REASON_MS = 3000;

/** Looks for what the pager's state asks for, in a Worker. */
export class Finder {
  readonly marks: HitMarks;
  readonly #scanner: Scanner;
  readonly #extent: Extent;
  readonly #changed: () => void;
  #search: Scan | undefined;
  #filter: Scan | undefined;
  #pending: Scan | undefined;
  #version = 0;
  #rows: { key: readonly unknown[]; source: RowSource; wide: RowSet } | undefined;

  /**
   * @param changed is called when something has been found, or is known not to be there.
   * @param spoilt is called when the runtime may have written to the screen.
   */
  constructor(database: string, extent: Extent, changed: () => void, spoilt: () => void) {
    this.#scanner = new Scanner(database, spoilt);
    this.#extent = extent;
    this.#changed = changed;
    this.marks = new HitMarks(this.#scanner, changed);
  }

  /** Begins and ends what the state asks for. */
  sync(state: PagerState): void {
    this.marks.use(markedPattern(state));
    if (!isGoal(this.#search, state.search && { pattern: state.search.pattern })) {
      this.#search = this.#drop(this.#search);
    }
    if (state.job && state.search) {
      const { next, direction } = state.job;
      if (this.#search === undefined) {
        this.#search = this.#scan({ pattern: state.search.pattern }, next, direction);
      } else {
        this.#search.lookAt(next, direction);
      }
    }
    if (!isGoal(this.#pending, state.pending && { filters: state.pending })) {
      // What was only tried is in force now.
      if (isGoal(this.#pending, { filters: state.filters })) [this.#filter, this.#pending] = [this.#pending, undefined];
      else this.#pending = this.#drop(this.#pending);
    }
    if (state.pending && this.#pending === undefined) {
      this.#pending = this.#scan({ filters: state.pending }, state.cursor, 1);
    }
    const isOn = state.filters.length > 0;
    if (!isGoal(this.#filter, isOn ? { filters: state.filters } : null)) this.#filter = this.#drop(this.#filter);
    if (isOn && this.#filter === undefined) this.#filter = this.#scan({ filters: state.filters }, state.cursor, 1);
  }

  /** Goes on with what was recorded since. */
  follow(): void {
    for (const scan of [this.#pending, this.#filter, this.#search]) scan?.follow();
  }

  /** The row that was searched for is not wanted any more; with `all` no rows are counted for a filter either. */
  stop(all: boolean): void {
    this.#search?.stop();
    if (all) this.#filter?.stop();
  }

  close(): void {
    for (const scan of [this.#search, this.#filter, this.#pending]) scan?.stop();
    this.#scanner.close();
  }

  /** The rows that pass the filters that are in force; `base` itself where there are none. */
  filtered(state: PagerState, base: RowSource): RowSource {
    if (this.#filter === undefined || !state.isFiltering || state.filters.length === 0) return base;
    const { found } = this.#filter;
    // What is kept of rows that were not known yet would be wrong later.
    const isFixed = state.context === 0 && !foldsAnything(state.folds);
    const key = [base, this.#filter, state.context, isFixed ? 0 : this.#version];
    if (this.#rows === undefined || key.some((part, i) => part !== this.#rows?.key[i])) {
      const wide = state.context > 0 ? found.widened(state.context) : found;
      this.#rows = { key, source: filterRows(base, wide), wide };
    }
    return this.#rows.source;
  }

  /** Whether a row is shown only because it is near one that passes. */
  isContext(state: PagerState, id: number): boolean {
    return state.context > 0 && state.isFiltering && this.#filter !== undefined && !this.#filter.found.has(id);
  }

  /** The state as far as it can go on with what has been found; `all` has the rows in folded calls too. */
  advance(state: PagerState, all: RowSource): PagerState {
    let next = state;
    if (next.pending && this.#pending) next = this.#tryPending(next, this.#pending);
    if (!next.job || !this.#search) return next;
    const { error } = this.#search;
    if (error !== undefined) return { ...next, job: null, message: error };
    if (this.#search.isStopped) return { ...next, job: null, message: "Search stopped" };
    const isGrowing = this.#filter !== undefined && next.isFiltering && this.#isUnderWay(this.#filter);
    const after = continueSearch(next, all, { found: this.#search.found, isGrowing });
    if (after.job) this.#search.lookAt(after.job.next, after.job.direction);
    return after;
  }

  /** Whether filters are tried that nothing passes. */
  isPendingInVain(state: PagerState): boolean {
    return state.pending !== null && this.#pending !== undefined && this.#pending.isComplete() &&
      this.#pending.found.next(this.#extent.first()) === undefined;
  }

  /** Why nothing passes the last of these filters, if a value in it is in no trace at all. */
  async reason(filters: readonly string[], isWanted: () => boolean): Promise<Reason | undefined> {
    const answer = await this.#scanner.ask({ type: "reason", filters }, { isWanted, limitMs: REASON_MS });
    return answer?.type === "reason" ? answer.reason : undefined;
  }

  /** How many hits there are so far. */
  hits(state: PagerState, all: RowSource): HitCount | null {
    const { found } = this.#search ?? {};
    if (!found || !state.search || !state.highlight) return null;
    const { target } = state;
    const [first, end] = [this.#extent.first(), this.#extent.last() + 1];
    const isFiltered = all.count() < end - first;
    if (isFiltered && (this.#filter === undefined || state.context > 0)) return null;
    const other = isFiltered ? this.#filter!.found : undefined;
    const count = (from: number, to: number): number => found.count(from, to, other);
    const isRanked = target !== null && found.has(target) && found.unknown(first, target) === undefined;
    return {
      rank: isRanked ? count(first, target) + 1 : null,
      count: count(first, end),
      isComplete: found.unknown(first, end) === undefined,
    };
  }

  /** Whether it is known which rows up to `id` pass the filters; goes on with what was stopped. Throws what went wrong. */
  knowsUntil(id: number): boolean {
    const scan = this.#filter;
    if (scan === undefined) return true;
    if (scan.error !== undefined) throw new TstraceError(scan.error);
    const first = this.#extent.first();
    const unknown = scan.found.unknown(first, Math.min(id, this.#extent.last()) + 1);
    if (unknown !== undefined) scan.lookAt(unknown, 1);
    return unknown === undefined;
  }

  /** How far the filters have come; null where all rows have been looked at. */
  progress(): FilterProgress | null {
    const scan = this.#pending ?? this.#filter;
    if (scan === undefined || (scan.isComplete() && scan.error === undefined)) return null;
    return { part: scan.progress(), isStopped: scan.isStopped, error: scan.error };
  }

  /** Filters come into force with the first row that passes. */
  #tryPending(state: PagerState, scan: Scan): PagerState {
    if (scan.error !== undefined) return { ...state, pending: null, message: scan.error };
    if (scan.isStopped) return { ...state, pending: null, message: "Filter stopped" };
    const isEmpty = this.#extent.first() === 0;
    if (!isEmpty && scan.found.next(this.#extent.first()) === undefined) return state;
    const adopted = { ...state, filters: state.pending!, pending: null, isFiltering: true };
    this.sync(adopted);
    return adopted;
  }

  #isUnderWay(scan: Scan): boolean {
    return !scan.isComplete() && !scan.isStopped && scan.error === undefined;
  }

  #scan(goal: Scan["goal"], from: number, direction: 1 | -1): Scan {
    return new Scan(goal, this.#scanner, this.#extent, from, direction, () => {
      this.#version++;
      this.#changed();
    });
  }

  #drop(scan: Scan | undefined): undefined {
    if (scan === undefined) return;
    scan.stop();
  }
}

function isGoal(scan: Scan | undefined, goal: Scan["goal"] | null): boolean {
  return scan === undefined || (goal !== null && JSON.stringify(scan.goal) === JSON.stringify(goal));
}

/** The pattern whose matches are to be marked: the one that is being typed, or the last that was searched for. */
function markedPattern({ prompt, search, highlight, help }: PagerState): Pattern | null {
  if (help) return null;
  if (prompt && isSearch(prompt.command) && prompt.text !== "") {
    const typed = { text: prompt.text, negate: prompt.negate };
    try {
      compilePattern(typed);
      return typed;
    } catch {
      return null;
    }
  }
  return search && highlight ? search.pattern : null;
}
