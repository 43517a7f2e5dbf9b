/**
 * Putting functions of ours in the place of the runtime's, so that a program cannot tell them apart by any
 * ordinary means.
 *
 * @module
 */
// deno-lint-ignore ban-types
type Callable = Function;

/** Has `Function.prototype.toString` show `standIn` as it shows `native`. */
export type Disguise = (standIn: Callable, native: Callable) => void;

const { construct, apply, ownKeys } = Reflect;
const { getOwnPropertyDescriptor, defineProperty, getPrototypeOf, setPrototypeOf } = Object;

/**
 * What the runtime's function is to be called with, given what the program calls it with. What it throws never
 * reaches the program: then the call goes on as it is.
 */
export type Change = (args: unknown[], self: unknown) => unknown[];

/** A function that calls `native` with its arguments changed by `change`, and looks like it but for `statics`. */
export function standInFor<F extends Callable>(
  native: F,
  change: Change,
  disguise: Disguise,
  statics: Record<PropertyKey, unknown> = {},
): F {
  const standIn = StandIns.make(native, (args, self) => {
    try {
      return change(args, self);
    } catch {
      return args;
    }
  });
  return alike(standIn, native, disguise, statics) as unknown as F;
}

/**
 * The hook is bundled as a script, where a plain function has properties that one of the runtime has not. Code in a
 * class is strict everywhere.
 */
class StandIns {
  static make(native: Callable, changed: Change): Callable {
    if (!Object.hasOwn(native, "prototype")) {
      // A method can no more be constructed than that.
      return {
        standIn(this: unknown, ...args: unknown[]): unknown {
          return apply(native, this, changed(args, this));
        },
      }.standIn;
    }
    return function standIn(this: unknown, ...args: unknown[]): unknown {
      if (new.target === undefined) return apply(native, this, changed(args, this));
      return construct(native, changed(args, undefined), new.target === standIn ? native : new.target);
    };
  }
}

/** Gives `standIn` the name, length, prototype, statics and text of `native`. */
function alike<F extends Callable>(
  standIn: F,
  native: Callable,
  disguise: Disguise,
  statics: Record<PropertyKey, unknown> = {},
): F {
  for (const key of ownKeys(native)) {
    const descriptor = getOwnPropertyDescriptor(native, key)!;
    defineProperty(standIn, key, Object.hasOwn(statics, key) ? { ...descriptor, value: statics[key] } : descriptor);
  }
  setPrototypeOf(standIn, getPrototypeOf(native));
  const { prototype } = native;
  const constructor = prototype && getOwnPropertyDescriptor(prototype, "constructor");
  if (constructor?.value === native && constructor?.configurable) {
    defineProperty(prototype, "constructor", { ...constructor, value: standIn });
  }
  disguise(standIn, native);
  return standIn;
}

/** Puts a stand-in in the place of a property that holds a function; leaves alone what is none, or fixed. */
export function replace(owner: object, key: PropertyKey, make: (native: Callable) => Callable): void {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (!descriptor || !(descriptor.configurable || descriptor.writable)) return;
  const native = (owner as Record<PropertyKey, unknown>)[key];
  if (typeof native !== "function") return;
  const { enumerable, configurable } = descriptor;
  const value = make(native);
  if (configurable) defineProperty(owner, key, { value, enumerable, configurable, writable: true });
  else (owner as Record<PropertyKey, unknown>)[key] = value;
}

/** Puts `get` in the place of an accessor's getter, or of a plain value. */
export function replaceGetter(owner: object, key: PropertyKey, get: () => unknown, disguise: Disguise): void {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (!descriptor?.configurable) return;
  if (descriptor.get) alike(get, descriptor.get, disguise);
  const { enumerable, set } = descriptor;
  defineProperty(owner, key, { get, set, enumerable, configurable: true });
}
