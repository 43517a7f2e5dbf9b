/**
 * The language as it was before the program patched it, for the time that tracer and parser work on a module: they
 * use all of it, and what the program has put in place of a method is neither theirs to call nor theirs to trust.
 *
 * @module
 */
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { ownKeys } = Reflect;

const holders: object[] = [
  ...[Array.prototype, Array, String.prototype, String, RegExp.prototype, Map.prototype, Set.prototype],
  ...[WeakMap.prototype, Object, Math, JSON, Number, Number.prototype, Function.prototype, Symbol.prototype],
  ...[[].values(), new Map().entries(), new Set().values(), "".matchAll(/x/g), ""[Symbol.iterator]()].map(
    getPrototypeOf,
  ),
];

interface Saved {
  holder: object;
  key: PropertyKey;
  descriptor: PropertyDescriptor;
}

let saved: Saved[] | undefined;

/** Notes how the language is. Call it when all that the tracer itself patches is in place. */
export function savePristine(): void {
  saved = holders.flatMap((holder) =>
    ownKeys(holder).flatMap((key) => {
      const descriptor = getOwnPropertyDescriptor(holder, key)!;
      return descriptor.configurable ? [{ holder, key, descriptor }] : [];
    })
  );
}

/** Runs `body` with the language as it was when it was saved. */
export function withPristine<T>(body: () => T): T {
  const patched: Saved[] = [];
  if (saved) {
    let count = 0;
    for (let i = 0; i < saved.length; i++) {
      const { holder, key, descriptor } = saved[i];
      const now = getOwnPropertyDescriptor(holder, key);
      if (now && now.value === descriptor.value && now.get === descriptor.get) continue;
      if (now && !now.configurable) continue;
      defineProperty(holder, key, descriptor);
      // The descriptor of what was deleted has nothing in it.
      defineProperty(patched, count++, { value: { holder, key, descriptor: now! }, configurable: true });
    }
  }
  try {
    return body();
  } finally {
    for (let i = 0; i < patched.length; i++) {
      const { holder, key, descriptor } = patched[i];
      if (descriptor) defineProperty(holder, key, descriptor);
      else delete (holder as Record<PropertyKey, unknown>)[key];
    }
  }
}
