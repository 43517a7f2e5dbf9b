/** What a program says of its calls while it runs: what a trace of it has to show, made without the tracer. */
export class Oracle {
  /** A line for each event, as `describe` in check.ts writes them for records. */
  readonly events: string[] = [];
  /** The body of the program, which nothing is told of. */
  readonly body: OracleCall = { id: 0, name: "", state: "running", value: undefined, told: false };
  readonly #stack: OracleCall[] = [];
  #calls = 0;

  #tell(event: string, call: OracleCall, rest = ""): void {
    this.events.push(`${event} ${call.name}#${call.id}${rest}`);
  }

  enter(name: string, ...values: unknown[]): OracleCall {
    const parent = this.#stack.at(-1);
    const call: OracleCall = { id: ++this.#calls, name, state: "running", value: undefined, told: false };
    this.#tell("call", call, ` in ${parent?.id ?? 0} (${values.map(shown).join(", ")})`);
    this.#stack.push(call);
    return call;
  }

  #pop(call: OracleCall): void {
    const top = this.#stack.pop();
    if (top !== call) throw new Error(`the oracle is wrong: ${top?.name} runs, not ${call.name}`);
  }

  returns<T>(call: OracleCall, value: T): T {
    call.value = value;
    call.told = true;
    return value;
  }

  throws<T>(call: OracleCall, thrown: T): T {
    this.goesOn(call);
    this.#tell("exception", call);
    this.#pop(call);
    call.state = "over";
    return thrown;
  }

  leave(call: OracleCall): void {
    if (call.state === "over") return;
    this.goesOn(call);
    this.#tell("return", call, call.told ? ` ${shown(call.value)}` : " ?");
    this.#pop(call);
    call.state = "over";
  }

  #suspend(kind: string, call: OracleCall, rest: string): void {
    this.#tell(kind, call, rest);
    this.#pop(call);
    call.state = "suspended";
  }

  awaits<T>(call: OracleCall, value: T): T {
    this.#suspend("await", call, "");
    return value;
  }

  yields<T>(call: OracleCall, value: T): T {
    this.#suspend("yield", call, ` ${shown(value)}`);
    return value;
  }

  wakes<T>(call: OracleCall, value: T): T {
    this.goesOn(call);
    return value;
  }

  /** It runs, whether or not it had been suspended. */
  goesOn(call: OracleCall): void {
    if (call.state !== "suspended") return;
    call.state = "running";
    this.#stack.push(call);
    this.#tell("resume", call);
  }

  delegates(call: OracleCall, iterable: Iterable<unknown>): unknown {
    return { [Symbol.iterator]: () => this.#between(call, iterable[Symbol.iterator](), "yield", " ?", false) };
  }

  delegatesAsync(call: OracleCall, iterable: AnyIterable): unknown {
    return this.#asyncIterable(call, iterable, "yield", " ?");
  }

  awaitsEach(call: OracleCall, iterable: AnyIterable): unknown {
    return this.#asyncIterable(call, iterable, "await", "");
  }

  #asyncIterable(call: OracleCall, iterable: AnyIterable, kind: string, rest: string): unknown {
    const key = iterable[Symbol.asyncIterator] ? Symbol.asyncIterator : Symbol.iterator;
    return { [key]: () => this.#between(call, iterable[key]!() as AnyIterator, kind, rest, key === Symbol.iterator) };
  }

  /**
   * An iterator that says when the call gets to its iterator, and when it waits for what that gave. Of a synchronous
   * one in an asynchronous loop, the end is awaited even where it has no `return`, and so is what it throws.
   */
  #between(call: OracleCall, iterator: AnyIterator, kind: string, rest: string, sync: boolean): AnyIterator {
    const { next } = iterator;
    const end = (): undefined => {
      if (sync && call.state === "running") this.#suspend(kind, call, rest);
    };
    const step = (method: (value?: unknown) => unknown) => (...values: unknown[]): unknown => {
      this.goesOn(call);
      try {
        const result = Reflect.apply(method, iterator, values);
        this.#suspend(kind, call, rest);
        return result;
      } catch (error) {
        if (sync) this.#suspend("await", call, "");
        throw error;
      }
    };
    return {
      next: step(next),
      get return() {
        return iterator.return ? step(iterator.return) : end();
      },
      get throw() {
        return iterator.throw && step(iterator.throw);
      },
    };
  }
}

interface OracleCall {
  id: number;
  name: string;
  state: "running" | "suspended" | "over";
  value: unknown;
  /** Whether it has said what it returns. */
  told: boolean;
}

type AnyIterable = Partial<Iterable<unknown> & AsyncIterable<unknown>>;

interface AnyIterator {
  next(value?: unknown): unknown;
  return?(value?: unknown): unknown;
  throw?(value?: unknown): unknown;
}

/** A value as events show it: numbers exactly, of others the kind. */
export function shown(value: unknown): string {
  return typeof value === "number"
    ? String(value)
    : value === undefined || value === null
    ? String(value)
    : typeof value;
}
