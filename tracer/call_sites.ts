/**
 * Places in stacks as V8 hands them to a program that formats stacks itself (https://v8.dev/docs/stack-trace-api).
 *
 * @module
 */

/** A place in a stack as the engine gives it. */
export interface CallSite {
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getEnclosingLineNumber?(): number | null;
  getEnclosingColumnNumber?(): number | null;
  getEvalOrigin(): string | undefined;
  toString(): string;
}

/** What places in instrumented code are in the source. */
export interface SourcePlaces {
  /** A column, from 1. */
  column(file: string, line: number, column: number): number;
  /** What `getEvalOrigin` tells. */
  evalOrigin(text: string): string;
  /** A place as the engine writes it. */
  place(text: string, file: string | null | undefined): string;
}

const { apply } = Reflect;
const { create, getPrototypeOf, setPrototypeOf } = Object;

/**
 * Has a place tell where it is in the source. Its methods cannot be replaced, so it gets another prototype, like that
 * which it has.
 */
export class SourceSites {
  readonly #places: SourcePlaces;
  readonly #prototypes = new Map<object, object>();

  constructor(places: SourcePlaces) {
    this.#places = places;
  }

  mend(site: CallSite): void {
    const native = getPrototypeOf(site) as CallSite;
    if (native === null || Object.hasOwn(native, MENDED)) return;
    let prototype = this.#prototypes.get(native);
    if (!prototype) this.#prototypes.set(native, prototype = mendedPrototype(native, this.#places));
    setPrototypeOf(site, prototype);
  }
}

const MENDED = Symbol("mended");

function mendedPrototype(native: CallSite, places: SourcePlaces): object {
  const column = (site: CallSite, line: number | null, at: number | null): number | null => {
    const file = apply(native.getFileName, site, []);
    return file && line !== null && at !== null ? places.column(file, line, at) : at;
  };
  const methods = {
    getColumnNumber(this: CallSite): number | null {
      return column(this, apply(native.getLineNumber, this, []), apply(native.getColumnNumber, this, []));
    },
    getEnclosingColumnNumber(this: CallSite): number | null {
      const line = apply(native.getEnclosingLineNumber!, this, []);
      return column(this, line, apply(native.getEnclosingColumnNumber!, this, []));
    },
    getEvalOrigin(this: CallSite): string | undefined {
      const origin = apply(native.getEvalOrigin, this, []);
      return typeof origin === "string" ? places.evalOrigin(origin) : origin;
    },
    toString(this: CallSite): string {
      return places.place(apply(native.toString, this, []), apply(native.getFileName, this, []));
    },
  };
  // Programs copy places by the names that the prototype has: it has all of them itself.
  const properties: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(native);
  for (const [name, value] of Object.entries(methods)) {
    if (Object.hasOwn(properties, name)) properties[name] = { ...properties[name], value };
  }
  return create(getPrototypeOf(native), { ...properties, [MENDED]: { value: true } });
}
