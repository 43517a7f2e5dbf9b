/**
 * Writes a value as a protobuf `Value` (proto/trace.proto) without ever running the program's code: no getter,
 * no Proxy trap, no method that the program could have written.
 *
 * @module
 */
import { Constant, Container } from "../proto/trace_pb.ts";
import { type Budget, DEFAULT_BUDGET, lessThan } from "./budget.ts";
import * as js from "./intrinsics.ts";
import { addsNothing, type Class, classOf, OBJECT } from "./classes.ts";
import { type Key, keyAfter, keyOf, KEYS_TAG, MAX_NAME_UNITS, WORDS_BYTES } from "./keys.ts";
import { writeDouble, writeText, writeVarint } from "./wire.ts";

/** Stands for a value that the probe cannot see. */
export const UNSEEN = Symbol("unseen");
/** Stands for a value that nobody may see. */
export const REDACTED = Symbol("redacted");

const MAX_RECORD_VALUES = 12_000;

/** Tags of the fields of `Value`: number << 3 | wire type. */
const Tag = {
  VALUES: 0x33,
  VALUES_END: 0x34,
  INT: 0x08,
  DOUBLE: 0x11,
  STRING: 0x1a,
  CONSTANT: 0x20,
  BIGINT: 0x2a,
  SYMBOL: 0x32,
  FUNCTION: 0x3a,
  CLASS: 0x42,
  CONTAINER: 0x48,
  REFERENCE: 0x50,
  TYPE: 0x5a,
  TEXT: 0x62,
  ITEMS: 0x73,
  ITEMS_END: 0x74,
  SIZE: 0x78,
} as const;

let budget = DEFAULT_BUDGET;
/** What was asked for. */
let asked = DEFAULT_BUDGET;
let bytes: Uint8Array;
let view: DataView;
let leaves = 0;
/** Past this position nothing further is shown: the record would grow past its limit. */
let limit = 0;
/** The containers of the record that is being written, so that a cycle ends. */
const containers: unknown[] = Array(64).fill(undefined);
let containerCount = 0;
/** Whether the record that is being written has values that `endValues` has to be told of. */
export let isDirty = false;
/** Whether arrays inherit from what they always do, which nobody can have made a Proxy. */
let ordinary = true;
/** The number of the record, of those with values that need a look; wraps around. */
let record = 0;
/** What the first name of an object comes after, where it is no property of another one. */
const FIRST: Key = { ...keyOf("") };
/** The same for the object that is written next. */
let first = FIRST;

/** Sets where values are written to, and how much of them. */
export function setTarget(target: Uint8Array, most: Budget = DEFAULT_BUDGET): void {
  bytes = target;
  view = js.withOwnMethods(new DataView(bytes.buffer, bytes.byteOffset), ["setInt32"]);
  budget = asked = most;
}

/** Shows less of values from now on, the more so the greater the number is; 0: as much as was asked for. */
export function setDetail(less: number): void {
  budget = lessThan(asked, less);
}

/** Makes ready for values of a record, the first of which goes to `at`. `writeValue` does so by itself. */
export function beginValues(at: number): void {
  isDirty = true;
  record = (record + 1) | 0;
  first = FIRST;
  leaves = budget.leaves;
  limit = at + MAX_RECORD_VALUES;
}

/** Lets go of the values of the record: a tracer must not keep alive what the program dropped. */
export function endValues(): void {
  isDirty = false;
  while (containerCount > 0) containers[--containerCount] = undefined;
}

/** Writes one of the values of the record. Never throws. Returns the position behind it. */
export function writeValue(at: number, value: unknown): number {
  if (!isDirty) beginValues(at);
  bytes[at] = Tag.VALUES;
  let end: number;
  try {
    end = limit > at ? write(at + 1, value, 0) : constant(at + 1, Constant.UNSEEN);
  } catch {
    // Next to no stack is left, or it is a kind of value that nobody thought of. Neither is the program's problem.
    bytes[at + 1] = Tag.CONSTANT;
    bytes[at + 2] = Constant.UNSEEN;
    end = at + 3;
  }
  bytes[end] = Tag.VALUES_END;
  return end + 1;
}

function write(at: number, value: unknown, level: number): number {
  leaves--;
  // One by one: engines know what to make of such a comparison, and make a text of a `typeof` that stands alone.
  if (typeof value === "number") return number(at, value);
  if (typeof value === "string") return string(at, Tag.STRING, value);
  if (typeof value === "boolean") return constant(at, value ? Constant.TRUE : Constant.FALSE);
  if (value === undefined) return constant(at, Constant.UNDEFINED);
  if (value === null) return constant(at, Constant.NULL);
  if (typeof value === "object") return object(at, value, level);
  return rare(at, value);
}

function rare(at: number, value: unknown): number {
  if (typeof value === "function") return js.isProxy(value) ? opaque(at, "Proxy") : callable(at, value);
  if (typeof value === "bigint") return string(at, Tag.BIGINT, bigintDigits(value));
  if (value === UNSEEN) return constant(at, Constant.UNSEEN);
  if (value === REDACTED) return constant(at, Constant.REDACTED);
  return string(at, Tag.SYMBOL, js.symbolDescription(value) ?? "");
}

/** How many of so many entries are shown. */
function atMost(entries: number): number {
  return entries < budget.entries ? entries : budget.entries;
}

function constant(at: number, which: number): number {
  bytes[at] = Tag.CONSTANT;
  bytes[at + 1] = which;
  return at + 2;
}

function number(at: number, value: number): number {
  if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
    bytes[at] = Tag.INT;
    return writeVarint(bytes, at + 1, (value << 1) ^ (value >> 31));
  }
  bytes[at] = Tag.DOUBLE;
  return writeDouble(bytes, at + 1, value);
}

function string(at: number, tag: number, text: string): number {
  const units = text.length;
  bytes[at] = tag;
  if (units <= budget.units) return writeText(bytes, at + 1, text, units);
  at = writeText(bytes, at + 1, text, budget.units);
  return tag === Tag.TEXT ? textSize(at, units) : size(at, units);
}

/** The tag is 128 as a varint. */
function textSize(at: number, units: number): number {
  bytes[at] = 0x80;
  bytes[at + 1] = 0x01;
  return writeVarint(bytes, at + 2, units);
}

function size(at: number, count: number): number {
  bytes[at] = Tag.SIZE;
  return writeVarint(bytes, at + 1, count);
}

/** The digits of a bigint, unless it is so large that to compute them would be felt. */
function bigintDigits(value: bigint): string {
  return js.asIntN(4096, value) === value ? js.bigintText(value) : "";
}

function name(at: number, tag: number, text: string): number {
  bytes[at] = tag;
  return writeText(bytes, at + 1, text, text.length < MAX_NAME_UNITS ? text.length : MAX_NAME_UNITS);
}

function callable(at: number, fn: object): number {
  const prototype = js.getOwnPropertyDescriptor(fn, "prototype");
  const isClass = prototype !== undefined && js.dataOf(prototype) !== undefined && !prototype.writable;
  return name(at, isClass ? Tag.CLASS : Tag.FUNCTION, js.ownText(fn, "name") ?? "");
}

function opaque(at: number, type: string): number {
  return name(container(at, Container.OPAQUE), Tag.TYPE, type);
}

function container(at: number, kind: number): number {
  bytes[at] = Tag.CONTAINER;
  bytes[at + 1] = kind;
  return at + 2;
}

function object(at: number, value: object, level: number): number {
  if (js.isProxy(value)) return opaque(at, "Proxy");
  for (let i = 0; i < containerCount; i++) {
    if (containers[i] === value) {
      bytes[at] = Tag.REFERENCE;
      return writeVarint(bytes, at + 1, i + 1);
    }
  }
  if (containerCount === 0) ordinary = js.getPrototypeOf(js.arrayPrototype) === js.objectPrototype;
  containers[containerCount++] = value;
  if (js.isArray(value)) return array(at, value, level);
  const prototype = js.getPrototypeOf(value);
  if (prototype === js.objectPrototype) return enumerated(container(at, Container.OBJECT), value, OBJECT, level);
  const type = classOf(value, prototype);
  // As a module's namespace has it: null, and in Bun an object of no class.
  if ((prototype === null || type.name === OBJECT.name) && js.isDeferred(value)) return opaque(at, "Module");
  if (type.plain) return enumerated(named(at, Container.OBJECT, type), value, type, level);
  return special(at, value, type, level);
}

/** A container of a class. */
function named(at: number, kind: number, type: Class): number {
  bytes[at] = Tag.CONTAINER;
  bytes[at + 1] = kind;
  bytes[at + 2] = Tag.TYPE;
  return copy(at + 3, type.bytes);
}

function copy(at: number, from: Uint8Array): number {
  const { length } = from;
  for (let i = 0; i < length; i++) bytes[at + i] = from[i];
  return at + length;
}

function array(at: number, value: unknown[], level: number): number {
  const prototype = js.getPrototypeOf(value);
  at = prototype === js.arrayPrototype
    ? container(at, Container.ARRAY)
    : named(at, Container.ARRAY, classOf(value, prototype));
  const safe = ordinary && prototype === js.arrayPrototype;
  const length = value.length;
  const count = level < budget.depth ? atMost(length) : 0;
  let shown = 0;
  for (; shown < count && leaves > 0 && at < limit; shown++) {
    at = safe ? property(at, value, shown, level) : described(at, value, shown, level);
  }
  return shown < length ? size(at, length) : at;
}

function item(at: number, which: number): number {
  bytes[at] = Tag.ITEMS;
  at = constant(at + 1, which);
  bytes[at] = Tag.ITEMS_END;
  return at + 1;
}

function element(at: number, value: unknown, level: number): number {
  bytes[at] = Tag.ITEMS;
  at = write(at + 1, value, level + 1);
  bytes[at] = Tag.ITEMS_END;
  return at + 1;
}

/** A property that is the object's own, or that its prototypes may be asked for without running a Proxy's trap. */
function property(at: number, object: object, key: string | number, level: number): number {
  if (!js.hasGetter(object, key)) {
    // It may still be a setter alone, or a hole.
    const value = (object as Record<string | number, unknown>)[key];
    if (value !== undefined) return element(at, value, level);
  }
  return described(at, object, key, level);
}

function described(at: number, object: object, key: string | number, level: number): number {
  const descriptor = js.getOwnPropertyDescriptor(object, key);
  if (descriptor === undefined) return item(at, Constant.HOLE);
  return js.hasOwn(descriptor, "value") ? element(at, descriptor.value, level) : item(at, Constant.ACCESSOR);
}

/** The properties of an object of a class without any nature of its own. */
function enumerated(at: number, value: object, type: Class, level: number): number {
  if (level >= budget.depth || !addsNothing(type, record)) return properties(at, value, level);
  // What engines do best: they know the names, and where the values are, from other objects of that shape.
  const members = value as Record<string, unknown>;
  let key = first;
  let shown = 0;
  for (const name in members) {
    if (shown >= budget.entries || leaves <= 0 || at >= limit) return size(at, js.keys(value).length);
    shown++;
    key = keyAfter(key, name);
    at = written(at, key);
    if (key.secret) {
      at = item(at, Constant.REDACTED);
      continue;
    }
    const found = js.hasGetter(value, name) ? undefined : members[name];
    if (typeof found === "object") first = key.first ??= { ...FIRST };
    at = found === undefined ? described(at, value, name, level) : element(at, found, level);
    first = FIRST;
  }
  return at;
}

function written(at: number, key: Key): number {
  const { length } = key.bytes;
  if (length > WORDS_BYTES) return copy(at, key.bytes);
  view.setInt32(at, key.word0, true);
  view.setInt32(at + 4, key.word1, true);
  view.setInt32(at + 8, key.word2, true);
  return at + length;
}

function properties(at: number, value: object, level: number): number {
  const names = js.keys(value);
  const length = names.length;
  const count = level < budget.depth ? atMost(length) : 0;
  let shown = 0;
  for (; shown < count && leaves > 0 && at < limit; shown++) {
    const name = names[shown];
    const key = keyOf(name);
    at = written(at, key);
    at = key.secret ? item(at, Constant.REDACTED) : property(at, value, name, level);
  }
  return shown < length ? size(at, length) : at;
}

function special(at: number, value: object, type: Class, level: number): number {
  if (js.isNativeError(value)) return error(at, value, type, level);
  if (js.isMap(value)) return map(at, value, type, level);
  if (js.isSet(value)) return set(at, value, type, level);
  if (js.isDate(value)) {
    const time = js.dateTime(value);
    return string(named(at, Container.DATE, type), Tag.TEXT, time === time ? js.dateText(value) : "Invalid Date");
  }
  if (js.isRegExp(value)) return string(named(at, Container.REGEXP, type), Tag.TEXT, js.regExpText(value));
  if (js.isTypedArray(value)) return numbers(at, value, type, level);
  if (js.isAnyArrayBuffer(value) || js.isDataView(value)) return buffer(at, value, type);
  if (js.isPromise(value) || js.isBoxedPrimitive(value)) return named(at, Container.OPAQUE, type);
  return properties(named(at, Container.OBJECT, type), value, level);
}

function error(at: number, value: object, type: Class, level: number): number {
  const own = js.ownText(value, "name");
  at = own === undefined ? named(at, Container.ERROR, type) : name(container(at, Container.ERROR), Tag.TYPE, own);
  at = string(at, Tag.TEXT, js.ownText(value, "message") ?? "");
  const cause = js.getOwnPropertyDescriptor(value, "cause");
  if (cause && !cause.enumerable && level < budget.depth) {
    at = described(name(at, KEYS_TAG, "cause"), value, "cause", level);
  }
  return properties(at, value, level);
}

function map(at: number, value: Map<unknown, unknown>, type: Class, level: number): number {
  at = named(at, Container.MAP, type);
  const length: number = js.mapSize(value);
  const count = level < budget.depth ? atMost(length) : 0;
  const iterator = js.mapEntries(value);
  let shown = 0;
  for (; shown < count && leaves > 0 && at < limit; shown++) {
    const entry = js.mapNext(iterator).value;
    at = element(at, entry[0], level);
    at = typeof entry[0] === "string" && keyOf(entry[0]).secret
      ? item(at, Constant.REDACTED)
      : element(at, entry[1], level);
  }
  return shown < length ? size(at, length) : at;
}

function set(at: number, value: Set<unknown>, type: Class, level: number): number {
  at = named(at, Container.SET, type);
  const length: number = js.setSize(value);
  const count = level < budget.depth ? atMost(length) : 0;
  const iterator = js.setValues(value);
  let shown = 0;
  for (; shown < count && leaves > 0 && at < limit; shown++) at = element(at, js.setNext(iterator).value, level);
  return shown < length ? size(at, length) : at;
}

function numbers(at: number, value: object, type: Class, level: number): number {
  at = named(at, Container.BYTES, type);
  const length: number = js.typedArrayLength(value);
  const count = level < budget.depth ? atMost(length) : 0;
  let shown = 0;
  for (; shown < count && leaves > 0 && at < limit; shown++) at = element(at, (value as number[])[shown], level);
  return shown < length ? size(at, length) : at;
}

function buffer(at: number, value: object, type: Class): number {
  at = named(at, Container.BYTES, type);
  if (js.isDataView(value)) return at;
  return size(at, js.isSharedArrayBuffer(value) ? js.sharedArrayBufferLength(value) : js.arrayBufferLength(value));
}
