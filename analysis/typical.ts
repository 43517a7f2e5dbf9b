/** So many different values of an argument are counted; what is new then counts only as another one. */
const MAX_VALUES = 4096;

/** A value and how often it occurred. */
export interface TypicalValue {
  value: string;
  count: number;
}

/** The values that an argument has had. */
export class TypicalValues {
  readonly name: string;
  /** How many values there were in all. */
  count = 0;
  /** Of numbers; NaN where something else was among them. */
  min = Infinity;
  max = -Infinity;
  readonly #counts = new Map<string, number>();
  #others = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Adds a value as it is shown. */
  add(value: string, type: string): void {
    this.count++;
    if (type === "number") {
      const number = Number(value);
      if (number < this.min) this.min = number;
      if (number > this.max) this.max = number;
    } else {
      this.min = NaN;
      this.max = NaN;
    }
    const known = this.#counts.get(value);
    if (known !== undefined) this.#counts.set(value, known + 1);
    else if (this.#counts.size < MAX_VALUES) this.#counts.set(value, 1);
    else this.#others++;
  }

  /** How many different ones, and whether there were more than could be counted. */
  get different(): { count: number; more: boolean } {
    return { count: this.#counts.size, more: this.#others > 0 };
  }

  /** The most frequent ones. */
  top(limit: number): TypicalValue[] {
    return [...this.#counts].map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, limit);
  }
}
