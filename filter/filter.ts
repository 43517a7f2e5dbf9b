import type { Condition as SqlCondition, StoreReader, Trace } from "../store/mod.ts";
import { TstraceError } from "../errors.ts";
import { compile } from "./compile.ts";
import { toFormula } from "./formula.ts";
import { Names } from "./names.ts";
import { parseFilter } from "./parse.ts";
import type { Condition } from "./sql.ts";
import type { TimeBase } from "./time.ts";
import type { Tree } from "./tree.ts";

/** Which traces a piece of a search looks at. */
export interface Stretch {
  /** Forward: the first id to look at. Backward: the id behind the first one to look at. */
  from: number;
  direction: 1 | -1;
  /** At most so many ids are looked at. */
  rows: number;
  /** At most so many traces are wanted. */
  limit: number;
}

/** What a piece of a search gave. */
export interface Piece {
  /** In the order of the search. */
  traces: Trace[];
  /** Where the next piece begins (`Stretch.from`); undefined where there is no more. */
  next: number | undefined;
}

/** A filter, ready to be asked. It follows a database that grows. */
export interface Filter {
  /** As it was written. */
  readonly text: string;
  readonly tree: Tree;
  /** What it says, in SQL about a row of `traces`; of the database as it is now. */
  condition(): SqlCondition;
  /** Looks for traces that fit; as long as it takes to look at `rows`, in SQLite. */
  search(stretch: Stretch): Piece;
  /** How many traces fit with an id from `from` to before `to`. */
  count(from: number, to: number): number;
  /** The ids of the traces that fit from `from` to before `to`, ascending. */
  ids(from: number, to: number): number[];
  /** All traces that fit, a chunk at a time. `reverse`: the newest first. */
  chunks(options?: { from?: number; limit?: number; reverse?: boolean }): Generator<Trace[], void, undefined>;
}

/** More values than this are not given to a statement; SQLite takes 32 766. */
const MAX_PARAMETERS = 32_000;

/** Ids that are looked at in one go where nothing else is said. */
const CHUNK = 4096;
/** Where few traces fit, the stretches become longer up to this. */
const MAX_STRETCH = 1 << 18;

/** What the times of a filter count from. */
export function timeBase(reader: StoreReader): TimeBase {
  const newestMs = reader.recordings().at(-1)?.startedMs ?? reader.startedMs;
  return { startedMs: reader.startedMs, newestMs, newestAt: reader.before(Number.MAX_SAFE_INTEGER, 1)[0]?.at ?? 0 };
}

/**
 * Reads a filter and makes it ready for a database.
 *
 * @throws {FilterError} with the place of the first mistake.
 */
export function createFilter(text: string, reader: StoreReader, names: Names = new Names(reader)): Filter {
  const tree = parseFilter(text);
  const context = { names, time: timeBase(reader) };
  const condition = compile(toFormula(tree), context, (body) => reader.define(body));
  if (condition().parameters.length > MAX_PARAMETERS) {
    throw new TstraceError("the filter makes too many comparisons: use in (…) or a regular expression", 2);
  }
  return new StoreFilter(text, tree, reader, names, condition);
}

class StoreFilter implements Filter {
  readonly text: string;
  readonly tree: Tree;
  readonly #reader: StoreReader;
  readonly #names: Names;
  readonly #make: Condition;
  #condition: ReturnType<Condition>;

  constructor(text: string, tree: Tree, reader: StoreReader, names: Names, make: Condition) {
    this.text = text;
    this.tree = tree;
    this.#reader = reader;
    this.#names = names;
    this.#make = make;
    this.#condition = make();
  }

  condition(): SqlCondition {
    this.#refresh();
    return this.#condition;
  }

  search({ from, direction, rows, limit }: Stretch): Piece {
    this.#refresh();
    const forward = direction > 0;
    const start = forward ? Math.max(from, this.#reader.first()) : Math.max(0, from - rows);
    const end = forward ? start + rows : from;
    const traces = this.#reader.select(this.#condition, { from: start, to: end, limit, reverse: !forward });
    const last = traces.at(-1);
    if (last !== undefined && traces.length >= limit) return { traces, next: forward ? last.id + 1 : last.id };
    const isEnd = forward ? end > this.#reader.last() : start <= this.#reader.first();
    return { traces, next: isEnd ? undefined : forward ? end : start };
  }

  count(from: number, to: number): number {
    this.#refresh();
    return this.#reader.countWhere(this.#condition, from, to);
  }

  ids(from: number, to: number): number[] {
    this.#refresh();
    const { text, parameters } = this.#condition;
    const statement = `SELECT id FROM traces WHERE id >= ? AND id < ? AND ${text} ORDER BY id`;
    return this.#reader.query(statement, [from, to, ...parameters]).map((row) => Number(row.id));
  }

  *chunks({ from, limit = Infinity, reverse = false }: { from?: number; limit?: number; reverse?: boolean } = {}) {
    let next: number | undefined = from ?? (reverse ? this.#reader.last() + 1 : 0);
    let rows = CHUNK;
    let left = limit;
    while (next !== undefined && left > 0) {
      const piece: Piece = this.search({ from: next, direction: reverse ? -1 : 1, rows, limit: Math.min(CHUNK, left) });
      left -= piece.traces.length;
      next = piece.next;
      // Rows become objects at a cost, looking at them does not.
      rows = piece.traces.length < CHUNK / 8 ? Math.min(rows * 2, MAX_STRETCH) : CHUNK;
      if (piece.traces.length > 0) yield piece.traces;
    }
  }

  #refresh(): void {
    if (this.#names.refresh()) this.#condition = this.#make();
  }
}
