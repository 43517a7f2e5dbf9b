import type { StoreReader, Trace } from "../store/mod.ts";

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
  };
}
