import type { Condition, StoreReader, Trace } from "../store/mod.ts";

/** What a row is looked for by: for SQL, and for rows that are at hand already. */
export interface Wanted {
  condition: Condition;
  fits(trace: Trace): boolean;
}

/** What a piece of looking for a row gave: its id, or where the next piece begins; neither where there is none. */
export interface Sought {
  found?: number;
  next?: number;
}

/**
 * The rows that the pager walks over, each named by the id of its trace. Here all traces; a filter or folded
 * calls are sources that leave rows out. Ids are positive and ascend; 0 stands for no row.
 */
export interface RowSource {
  /** The first row; 0 where there is none. */
  first(): number;
  /** The last row; 0 where there is none. */
  last(): number;
  /** How many rows there are. */
  count(): number;
  /** How many traces were lost while recording. */
  lost(): number;
  /** At most `n` rows from `id` on. */
  from(id: number, n: number): Trace[];
  /** The at most `n` rows before `id`, in order. */
  before(id: number, n: number): Trace[];
  /** The row `rows` further on (negative: back), or the last or first where there are not so many. */
  step(id: number, rows: number): number;
  /** How many rows are before `id`. */
  indexOf(id: number): number;
  /** The row with `index` rows before it, or the last or first. */
  at(index: number): number;
  /** Whether there is a row for a trace. */
  has(id: number): boolean;
  /** The row that stands for a trace: its own, that of the folded call around it, or the nearest. */
  shown(id: number): number;
  /** Any trace, whether it has a row or not. */
  row(id: number): Trace | undefined;
  /** Looks for a trace among the next `rows` ids: forward from `from` on, backward before it. */
  find(wanted: Wanted, from: number, direction: 1 | -1, rows: number): Sought;
  /** What the row of a folded call tells; undefined for rows that are not folded. */
  folded(trace: Trace): FoldedCall | undefined;
  /** Whether the last answers left something out that is worth asking again: looking for it takes longer. */
  isUnfinished(): boolean;
}

/** A folded call. */
export interface FoldedCall {
  /** Its return or exception; undefined where it has none. */
  leave: Trace | undefined;
  /** How many calls are in it, at least. */
  calls: number;
  /** Whether `calls` is all of them. */
  isCounted: boolean;
}

/** All traces of a database. Their ids have no gaps. */
export function allRows(reader: StoreReader): RowSource {
  function clamp(id: number): number {
    return Math.max(reader.first(), Math.min(id, reader.last()));
  }
  return {
    first: () => reader.first(),
    last: () => reader.last(),
    count: () => reader.count(),
    lost: () => reader.lost(),
    from: (id, n) => reader.from(id, n),
    before: (id, n) => reader.before(id, n),
    step: (id, rows) => clamp(id + rows),
    indexOf: (id) => Math.max(0, id - reader.first()),
    at: (index) => clamp(reader.first() + index),
    has: (id) => id > 0 && clamp(id) === id,
    shown: clamp,
    folded: () => undefined,
    isUnfinished: () => false,
    row: (id) => readRow(reader, id),
    find({ condition }, from, direction, rows) {
      const start = direction > 0 ? Math.max(from, reader.first()) : Math.max(0, from - rows);
      const end = direction > 0 ? start + rows : from;
      const [found] = reader.select(condition, { from: start, to: end, limit: 1, reverse: direction < 0 });
      if (found) return { found: found.id };
      const isEnd = direction > 0 ? end > reader.last() : start <= reader.first();
      return isEnd ? {} : { next: direction > 0 ? end : start };
    },
  };
}

/** One trace; undefined where there is none of this id. */
export function readRow(reader: Pick<StoreReader, "from">, id: number): Trace | undefined {
  const [found] = reader.from(id, 1);
  return found?.id === id ? found : undefined;
}

/** `RowSource.find` for rows that are not told by ids alone: looks at each. */
export function findAmong(
  source: Pick<RowSource, "from" | "before">,
  wanted: Wanted,
  from: number,
  direction: 1 | -1,
  rows: number,
): Sought {
  const traces = direction > 0 ? source.from(from, rows) : source.before(from, rows).reverse();
  const found = traces.find((trace) => wanted.fits(trace));
  if (found) return { found: found.id };
  const last = traces.at(-1);
  if (last === undefined || traces.length < rows) return {};
  return { next: direction > 0 ? last.id + 1 : last.id };
}
