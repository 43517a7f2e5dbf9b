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

/** What the tracer and the parser get from the global object. */
const globals: readonly string[] = [
  ...["Array", "BigInt", "Error", "JSON", "Map", "Math", "Number", "Object", "Reflect", "RegExp", "Set", "String"],
  ...["Symbol", "SyntaxError", "TypeError", "Uint8Array", "URL", "WeakMap", "WeakSet"],
];

interface Saved {
  holder: object;
  key: PropertyKey;
  descriptor: PropertyDescriptor;
}

let saved: Saved[] | undefined;
/** Whether the language is as it was already. */
let restored = false;

/** Notes how the language is. Call it when all that the tracer itself patches is in place. */
export function savePristine(): void {
  saved = [globalThis, ...holders].flatMap((holder) =>
    (holder === globalThis ? globals : ownKeys(holder)).flatMap((key) => {
      const descriptor = getOwnPropertyDescriptor(holder, key);
      return descriptor?.configurable ? [{ holder, key, descriptor }] : [];
    })
  );
}

/** Runs `body` with the language as it was when it was saved. */
export function withPristine<T>(body: () => T): T {
  return restored || !saved ? body() : restore(saved, body);
}

function restore<T>(saved: Saved[], body: () => T): T {
  const patched: Saved[] = [];
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
  restored = true;
  try {
    return body();
  } finally {
    restored = false;
    for (let i = 0; i < patched.length; i++) {
      const { holder, key, descriptor } = patched[i];
      if (descriptor) defineProperty(holder, key, descriptor);
      else delete (holder as Record<PropertyKey, unknown>)[key];
    }
  }
}
