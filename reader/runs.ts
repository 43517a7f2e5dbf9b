/** Stretches of ids that have no rows, as far as they are known. */
export class Runs {
  /** Ascending, without touching one another; `ends[i]` is the last id of a stretch. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Notes that the ids from `start` to `end`, both included, have no rows. */
  add(start: number, end: number): void {
    if (end < start) return;
    // All that overlap with it or touch it become one.
    const from = this.#firstEndingAt(start - 1);
    let to = from;
    while (to < this.#starts.length && this.#starts[to] <= end + 1) to++;
    const low = to > from ? Math.min(start, this.#starts[from]) : start;
    const high = to > from ? Math.max(end, this.#ends[to - 1]) : end;
    this.#starts.splice(from, to - from, low);
    this.#ends.splice(from, to - from, high);
  }

  /** The first id from `id` on that may have a row. */
  after(id: number): number {
    const index = this.#firstEndingAt(id);
    return index < this.#starts.length && this.#starts[index] <= id ? this.#ends[index] + 1 : id;
  }

  /** The last id up to `id` that may have a row. */
  before(id: number): number {
    const index = this.#firstEndingAt(id);
    return index < this.#starts.length && this.#starts[index] <= id ? this.#starts[index] - 1 : id;
  }

  /** The first stretch that ends at `id` or behind it. */
  #firstEndingAt(id: number): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle] < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
