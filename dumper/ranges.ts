/** A set of numbers, as ranges that are apart. */
export class Ranges {
  #from: number[] = [];
  #to: number[] = [];

  /** Adds the numbers from `from` up to `to`, both of them too. */
  add(from: number, to: number): void {
    let first = this.#from.length;
    // Nearly always it lies behind all others, or begins in the last one.
    while (first > 0 && this.#to[first - 1] >= from) first--;
    let end = first;
    for (; end < this.#from.length && this.#from[end] <= to; end++) {
      from = Math.min(from, this.#from[end]);
      to = Math.max(to, this.#to[end]);
    }
    if (end === first + 1) {
      this.#from[first] = from;
      this.#to[first] = to;
      return;
    }
    this.#from.splice(first, end - first, from);
    this.#to.splice(first, end - first, to);
  }

  has(number: number): boolean {
    let low = 0;
    for (let high = this.#from.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.#from[middle] <= number) low = middle + 1;
      else high = middle;
    }
    return low > 0 && number <= this.#to[low - 1];
  }

  /** Forgets ranges that end below `number`. */
  prune(number: number): void {
    let count = 0;
    while (count < this.#to.length && this.#to[count] < number) count++;
    if (count === 0) return;
    this.#from.splice(0, count);
    this.#to.splice(0, count);
  }
}
