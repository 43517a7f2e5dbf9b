/** What random programs find outside: functions with names of one letter. */
export class Host {
  /** What the program has printed. */
  readonly lines: string[] = [];
  #fuel: number;

  constructor(fuel: number) {
    this.#fuel = fuel;
    this.L = this.L.bind(this);
    this.T = this.T.bind(this);
    this.D = this.D.bind(this);
    this.S = this.S.bind(this);
  }

  /** Logs a value, and returns it. */
  L(place: string, value: unknown): unknown {
    this.lines.push(`${place} ${print(value)}`);
    return value;
  }

  /** Takes a little fuel. */
  T(): void {
    if (--this.#fuel < 0) throw new RangeError("no fuel left");
  }

  /** Drives a generator through `next`, `return` and `throw`, from outside of the program. */
  D(place: string, generator: Generator, moves: string): void {
    for (const move of moves) {
      try {
        const { value, done } = move === "n"
          ? generator.next(moves.length)
          : move === "r"
          ? generator.return(7)
          : generator.throw(new Error("from outside"));
        this.lines.push(`${place} ${move} ${print(value)} ${done}`);
      } catch (error) {
        this.lines.push(`${place} ${move} threw ${print(error)}`);
      }
    }
  }

  /** Sees to it that nobody minds if this promise is rejected. */
  S<T extends Promise<unknown>>(promise: T): T {
    promise.catch(() => {});
    this.T();
    return promise;
  }

  /** The value as a number. */
  N(value: unknown): number {
    return typeof value === "number" ? value : 0;
  }

  /** Waits until nothing happens any more: the program has only promises to go on with, some of them for ever. */
  end(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve));
  }

  /** A promise that takes so many turns of the microtask queue. */
  async P(turns: number, value: unknown): Promise<unknown> {
    for (let i = 0; i < turns; i++) await undefined;
    return value;
  }
}

function print(value: unknown): string {
  // What an engine says of an error of its own names the code, which is not the same in all three programs.
  if (value instanceof TypeError || value instanceof ReferenceError) return value.name;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return `[${value.map(print)}]`;
  if (typeof value === "function") return `function ${value.name} ${value.length}`;
  if (typeof value === "object" && value !== null) return Object.prototype.toString.call(value);
  return String(value);
}
