/**
 * What is known of objects by their prototype.
 *
 * @module
 */
import * as js from "./intrinsics.ts";
import { nameBytes } from "./keys.ts";

/** The objects with one prototype, as a snapshot needs them. */
export interface Class {
  /** Its name. */
  readonly name: string;
  /** Its name in UTF-8, behind the length. */
  readonly bytes: Uint8Array;
  /** Whether its instances are nothing but properties: no Map, Date, Error and the like, which are shown otherwise. */
  readonly plain: boolean;
  readonly prototype: object | null;
  /** The class that it extends; undefined where that is none whose nature is known. */
  readonly parent: Class | undefined;
  /** What `addsNothing` found out last, and for which record. */
  nothing: boolean;
  record: number;
}

const known = js.withOwnMethods(new WeakMap<object, Class>(), ["get", "set"]);
const rest = { parent: undefined, nothing: false, record: 0 };
const NULL: Class = { name: "null", bytes: nameBytes("null"), plain: false, prototype: null, ...rest };
/** The class of plain objects. */
export const OBJECT: Class = {
  ...{ name: "Object", bytes: nameBytes("Object"), plain: true, prototype: js.objectPrototype },
  ...rest,
};

/** What is known of the class of `value`, whose prototype this is. Found out once, at the first instance. */
export function classOf(value: object, prototype: object | null): Class {
  return prototype === null ? NULL : known.get(prototype) ?? learn(value, prototype);
}

function learn(value: object, prototype: object): Class {
  const name = className(prototype);
  const plain = !isSpecial(value) && !inheritsSpecial(prototype);
  const found = { ...rest, name, bytes: nameBytes(name), plain, prototype, parent: parentOf(prototype) };
  known.set(prototype, found);
  return found;
}

function parentOf(prototype: object): Class | undefined {
  const parent = js.isProxy(prototype) ? null : js.getPrototypeOf(prototype);
  if (parent === null || js.isProxy(parent)) return undefined;
  return parent === js.objectPrototype ? OBJECT : known.get(parent) ?? learn(parent, parent);
}

/**
 * Whether to enumerate an instance, with what it inherits, shows nothing but its own properties and runs no Proxy's
 * trap. The program can change that at any time, but not while the record of this number is written.
 */
export function addsNothing(type: Class, record: number): boolean {
  if (type.record !== record) {
    type.record = record;
    type.nothing = find(type, record);
  }
  return type.nothing;
}

function find({ prototype, parent }: Class, record: number): boolean {
  if (prototype === js.objectPrototype) return js.keys(prototype).length === 0;
  return prototype !== null && parent !== undefined && js.getPrototypeOf(prototype) === parent.prototype &&
    addsNothing(parent, record) && js.keys(prototype).length === 0;
}

/** Whether it is shown otherwise than by its properties. */
function isSpecial(value: object): boolean {
  return js.isNativeError(value) || js.isMap(value) || js.isSet(value) || js.isDate(value) || js.isRegExp(value) ||
    js.isTypedArray(value) || js.isAnyArrayBuffer(value) || js.isDataView(value) || js.isPromise(value) ||
    js.isBoxedPrimitive(value);
}

/** Whether it is, or extends, a class whose instances may be special though the first one that was seen is not. */
function inheritsSpecial(prototype: object): boolean {
  for (let at: object | null = prototype; at !== null; at = js.getPrototypeOf(at)) {
    if (js.isProxy(at)) return true;
    for (let i = 0; i < js.specialPrototypes.length; i++) if (js.specialPrototypes[i] === at) return true;
  }
  return false;
}

/** The name of the class whose prototype this is; of an unnamed one, that of the class it extends. */
function className(prototype: object | null): string {
  while (prototype !== null && !js.isProxy(prototype)) {
    const descriptor = js.getOwnPropertyDescriptor(prototype, "constructor");
    const constructor = descriptor && js.dataOf(descriptor);
    if (typeof constructor === "function" && !js.isProxy(constructor)) {
      const found = js.ownText(constructor, "name");
      if (found) return found;
    }
    prototype = js.getPrototypeOf(prototype);
  }
  return "Object";
}
