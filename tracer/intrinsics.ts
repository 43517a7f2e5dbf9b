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

/**
 * Gives an object methods of its prototype as its own: called on it they are what they were at the start, and no
 * slower than on any other object, as engines know them.
 */
export function withOwnMethods<T extends object>(object: T, names: readonly (keyof T)[]): T {
  for (const name of names) Object.defineProperty(object, name, { value: object[name] });
  return object;
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

const { isModuleNamespaceObject } = types;
const { toStringTag } = Symbol;

/** Whether it is what `import defer` gives: to look at any property of it by name runs the module. */
export function isDeferred(value: object): boolean {
  return isModuleNamespaceObject(value) && (value as { [toStringTag]?: unknown })[toStringTag] === "Deferred Module";
}

const lookupGetter = (Object.prototype as unknown as { __lookupGetter__(key: PropertyKey): unknown }).__lookupGetter__;
const uncurriedLookupGetter = uncurry(lookupGetter);

/**
 * Whether the property has a getter, its own or an inherited one. Allocates nothing, unlike the property's descriptor.
 * Only where no prototype can be a Proxy, or the object has the property itself: else a trap would run.
 */
export function hasGetter(object: object, key: PropertyKey): boolean {
  // JavaScriptCore calls a native function far quicker so; but only if the program has not replaced `call`.
  const getter = lookupGetter.call === call ? lookupGetter.call(object, key) : uncurriedLookupGetter(object, key);
  return getter !== undefined;
}

export const includes = uncurry(String.prototype.includes);
export const charCodeAt = uncurry(String.prototype.charCodeAt);

const nativeSubstring = String.prototype.substring;
const uncurriedSubstring = uncurry(nativeSubstring);
const nativeSet = Uint8Array.prototype.set;
const uncurriedSet = uncurry(nativeSet);

// As with `hasGetter`: what the program has not replaced is called as anybody would.

/** A part of a text. */
export function substring(text: string, from: number, to: number): string {
  return text.substring === nativeSubstring ? text.substring(from, to) : uncurriedSubstring(text, from, to);
}

/** Copies bytes to a position. */
export function setBytes(target: Uint8Array, source: Uint8Array, at: number): void {
  if (target.set === nativeSet) target.set(source, at);
  else uncurriedSet(target, source, at);
}

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

const then = uncurry(Promise.prototype.then);
// Without this, the program would be asked for the class of what `then` makes.
const settled = Object.defineProperty(Promise.resolve(), "constructor", { value: undefined });

/** Schedules a function, which must not throw, as a microtask. Deno's own way to do so changes a global when it is used. */
export function microtask(task: () => void): void {
  then(settled, task);
}

/** The value of a property that has one. What `Object.prototype` was polluted with does not count. */
export function dataOf(descriptor: PropertyDescriptor): unknown {
  return hasOwn(descriptor, "value") ? descriptor.value : undefined;
}

/** The value of an own property, if it is a text. */
export function ownText(object: object, key: string): string | undefined {
  const descriptor = getOwnPropertyDescriptor(object, key);
  const value = descriptor && dataOf(descriptor);
  return typeof value === "string" ? value : undefined;
}

/** The prototypes of what is shown otherwise than by its properties. */
export const specialPrototypes: readonly object[] = [
  ...[Error, Map, Set, Date, RegExp, ArrayBuffer, SharedArrayBuffer, DataView, Promise],
  ...[Boolean, Number, String, Symbol, BigInt],
].map(({ prototype }) => prototype as object).concat(typedArrayPrototype);
