/**
 * What the tracer needs of the language itself, taken before the program can patch it. A method of a
 * prototype becomes a function with the receiver as its first parameter.
 *
 * @module
 */
import { types } from "node:util";

const call = Function.prototype.call;
const bind = Function.prototype.bind;

// deno-lint-ignore no-explicit-any
function uncurry(method: unknown): (self: unknown, ...args: any[]) => any {
  return bind.call(call, method);
}

// deno-lint-ignore no-explicit-any
function getter(prototype: object, name: string): (self: unknown) => any {
  return uncurry(Object.getOwnPropertyDescriptor(prototype, name)!.get);
}

export const { keys, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
export const { isArray } = Array;
export const objectPrototype = Object.prototype;
export const arrayPrototype = Array.prototype;

export const {
  isProxy,
  isMap,
  isSet,
  isDate,
  isRegExp,
  isPromise,
  isTypedArray,
  isAnyArrayBuffer,
  isSharedArrayBuffer,
  isDataView,
  isNativeError,
  isBoxedPrimitive,
} = types;

export const charCodeAt = uncurry(String.prototype.charCodeAt);
export const regExpTest = uncurry(RegExp.prototype.test);
export const { asIntN } = BigInt;
export const dateTime = uncurry(Date.prototype.getTime);
export const dateText = uncurry(Date.prototype.toISOString);
export const mapSize = getter(Map.prototype, "size");
export const setSize = getter(Set.prototype, "size");
export const mapEntries = uncurry(Map.prototype.entries);
export const setValues = uncurry(Set.prototype.values);
export const mapNext = uncurry(getPrototypeOf(new Map().entries()).next);
export const setNext = uncurry(getPrototypeOf(new Set().values()).next);
export const weakMapGet = uncurry(WeakMap.prototype.get);
export const weakMapSet = uncurry(WeakMap.prototype.set);
export const regExpSource = getter(RegExp.prototype, "source");
export const symbolDescription = getter(Symbol.prototype, "description");
export const bigintText = uncurry(BigInt.prototype.toString);

const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype) as object;
export const typedArrayLength = getter(typedArrayPrototype, "length");
export const arrayBufferLength = getter(ArrayBuffer.prototype, "byteLength");
export const sharedArrayBufferLength = getter(SharedArrayBuffer.prototype, "byteLength");

/** The flags of a regular expression, each by its own getter: `flags` itself reads properties that may be the program's. */
const regExpFlags = (
  [["d", "hasIndices"], ["g", "global"], ["i", "ignoreCase"], ["m", "multiline"], ["s", "dotAll"], ["u", "unicode"], [
    "v",
    "unicodeSets",
  ], ["y", "sticky"]] as const
).map(([flag, name]) => ({ flag, has: getter(RegExp.prototype, name) }));

/** The text of a regular expression, as it would be written. */
export function regExpText(regExp: unknown): string {
  let flags = "";
  for (let i = 0; i < regExpFlags.length; i++) if (regExpFlags[i].has(regExp)) flags += regExpFlags[i].flag;
  return `/${regExpSource(regExp)}/${flags}`;
}

/** Schedules a function as a microtask. */
export const microtask: (task: () => void) => void = queueMicrotask;
