/**
 * `for await` and `yield*` call an iterator and then suspend, all in one go. To be between the two, they get
 * an iterator of ours, which does what the program's own would do, in the same order, and nothing else.
 *
 * @module
 */
import { type Activation, isRunning, resume, suspend, yielding } from "./activation.ts";
import { UNSEEN } from "./snapshot.ts";

const { apply } = Reflect;

type Method = (...args: unknown[]) => unknown;
type Members = Record<PropertyKey, unknown>;

/** What `for await` is to iterate over instead of `iterable`. */
export function awaitEach(activation: Activation, iterable: unknown): unknown {
  return delegate(activation, iterable, true, awaitNext);
}

/** What a loop is to iterate over that waits at the end of each turn, as `for (await using …)` does. */
export function goOnWithEach(activation: Activation, iterable: unknown): unknown {
  return delegate(activation, iterable, false, goOn);
}

/** What `yield*` of a generator is to hand out instead of `iterable`. */
export function yieldEach(activation: Activation, iterable: unknown): unknown {
  return delegate(activation, iterable, false, yieldUnseen);
}

/** What `yield*` of an async generator is to hand out instead of `iterable`. */
export function yieldEachAsync(activation: Activation, iterable: unknown): unknown {
  return delegate(activation, iterable, true, yieldUnseen);
}

function awaitNext(activation: Activation): void {
  suspend(activation, undefined);
}

function goOn(): void {}

function yieldUnseen(activation: Activation): void {
  yielding(activation, UNSEEN);
}

function delegate(of: Activation, iterable: unknown, async: boolean, pause: (of: Activation) => unknown): unknown {
  resume(of);
  if (!isRunning(of) || iterable === null || iterable === undefined) return iterable;
  const members = iterable as Members;
  // Each property is read once, when the language would read it: they may be getters.
  let key: symbol = async ? Symbol.asyncIterator : Symbol.iterator;
  let method = members[key];
  if (async && (method === undefined || method === null)) {
    key = Symbol.iterator;
    method = members[key];
  }
  if (typeof method !== "function") return iterable;
  return {
    __proto__: null,
    [key]: () => delegated(of, apply(method as Method, iterable, []), async && key === Symbol.iterator, pause),
  };
}

function delegated(
  of: Activation,
  iterator: unknown,
  waits: boolean,
  pause: (of: Activation) => unknown,
): unknown {
  if (iterator === null || (typeof iterator !== "object" && typeof iterator !== "function")) return iterator;
  const members = iterator as Members;
  const { next } = members;
  const call = (method: unknown) => (...args: unknown[]): unknown => {
    resume(of);
    const result = guarded(() => apply(method as Method, iterator, args));
    pause(of);
    return result;
  };
  /** What a sync iterator throws is a rejected promise to the loop, for which it waits as for any other. */
  const guarded = (run: () => unknown): unknown => {
    try {
      return run();
    } catch (error) {
      if (waits) suspend(of, undefined);
      throw error;
    }
  };
  const optional = (name: string): unknown => {
    const method = guarded(() => members[name]);
    if (typeof method === "function") return call(method);
    // A loop over a sync iterator that cannot be told to return waits all the same.
    if (waits && name === "return") pause(of);
    return method;
  };
  return {
    __proto__: null,
    next: typeof next === "function" ? call(next) : next,
    get return(): unknown {
      return optional("return");
    },
    get throw(): unknown {
      return optional("throw");
    },
  };
}
