import type { Trace } from "../store/mod.ts";
import type { RowSet } from "./row_set.ts";
import { findAmong, type RowSource, type Sought, type Wanted } from "./source.ts";

/**
 * The rows of `base` that a filter lets pass, as far as they are known. Ids of `base` have no gaps.
 *
 * @param passed grows while rows are looked at: what is found later is shown later.
 */
export function filterRows(base: RowSource, passed: RowSet): RowSource {
  return new FilteredRows(base, passed);
}

class FilteredRows implements RowSource {
  readonly #base: RowSource;
  readonly #passed: RowSet;

  constructor(base: RowSource, passed: RowSet) {
    this.#base = base;
    this.#passed = passed;
  }

  first(): number {
    const found = this.#passed.next(Math.max(1, this.#base.first()));
    return found === undefined || found > this.#base.last() ? 0 : found;
  }

  last(): number {
    const found = this.#passed.previous(this.#base.last() + 1);
    return found === undefined || found < this.#base.first() ? 0 : found;
  }

  count(): number {
    return this.#passed.count(this.#base.first(), this.#base.last() + 1);
  }

  lost(): number {
    return this.#base.lost();
  }

  from(id: number, n: number): Trace[] {
    const ids: number[] = [];
    const last = this.#base.last();
    for (
      let next = this.#passed.next(Math.max(id, this.#base.first()));
      ids.length < n;
      next = this.#passed.next(next + 1)
    ) {
      if (next === undefined || next > last) break;
      ids.push(next);
    }
    return this.#fetch(ids);
  }

  before(id: number, n: number): Trace[] {
    const ids: number[] = [];
    const first = this.#base.first();
    for (
      let next = this.#passed.previous(Math.min(id, this.#base.last() + 1));
      ids.length < n;
      next = this.#passed.previous(next)
    ) {
      if (next === undefined || next < first) break;
      ids.push(next);
    }
    return this.#fetch(ids.reverse());
  }

  step(id: number, rows: number): number {
    const from = this.shown(id);
    return from === 0 || rows === 0 ? from : this.at(this.indexOf(from) + rows);
  }

  indexOf(id: number): number {
    return this.#passed.count(this.#base.first(), id);
  }

  at(index: number): number {
    if (index < 0) return this.first();
    const found = this.#passed.at(this.#base.first(), index);
    return found === undefined || found > this.#base.last() ? this.last() : found;
  }

  has(id: number): boolean {
    return this.#base.has(id) && this.#passed.has(id);
  }

  shown(id: number): number {
    if (this.has(id)) return id;
    const next = this.#passed.next(Math.max(id, this.#base.first()));
    return next === undefined || next > this.#base.last() ? this.last() : next;
  }

  row(id: number): Trace | undefined {
    return this.#base.row(id);
  }

  find(wanted: Wanted, from: number, direction: 1 | -1, rows: number): Sought {
    return findAmong(this, wanted, from, direction, rows);
  }

  folded(): undefined {
    return undefined;
  }

  isUnfinished(): boolean {
    return false;
  }

  /** These rows: neighbours together, for each statement costs more than a row. */
  #fetch(ids: readonly number[]): Trace[] {
    const traces: Trace[] = [];
    for (let i = 0; i < ids.length;) {
      let end = i + 1;
      while (end < ids.length && ids[end] === ids[end - 1] + 1) end++;
      traces.push(...this.#base.from(ids[i], end - i));
      i = end;
    }
    return traces;
  }
}
