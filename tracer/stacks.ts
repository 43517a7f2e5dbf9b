import { fileURLToPath } from "node:url";
import { type CallSite, SourceSites } from "./call_sites.ts";
import { weakMapGet, weakMapSet } from "./intrinsics.ts";
import { columnBefore, lineStarts } from "./positions.ts";

interface TracedSource {
  text: string;
  inserted: number[];
  starts?: number[];
}

/** How stacks are formatted, as a program may say by `Error.prepareStackTrace`. */
type Format = (error: Error, sites: CallSite[]) => unknown;

const PLACE = /:(\d+):(\d+)(\)?)$/;
/** Where code was made at run time. */
const EVAL_PLACE = /\(([^()]+):(\d+):(\d+)\)/g;

/** Keeps the columns in the stacks of errors what they are without probes. */
export class Stacks {
  readonly #sources = new Map<string, TracedSource>();
  readonly #describe: (site: CallSite) => string;
  #installed = false;
  #uninstall: (() => void) | undefined;

  /** `describe` tells a place as the runtime does, where that is not what the place itself tells. */
  constructor(describe: (site: never) => string = (site: CallSite) => site.toString()) {
    this.#describe = describe as (site: CallSite) => string;
  }

  /** Remembers what was inserted into a module. */
  add(path: string, text: string, inserted: number[]): void {
    this.#sources.set(path, { text, inserted });
  }

  /** The column (from 1) that a place in a traced module has in its source. */
  originalColumn(path: string, line: number, column: number): number {
    const source = this.#sources.get(path);
    if (!source) return column;
    source.starts ??= lineStarts(source.text);
    if (line > source.starts.length) return column;
    return columnBefore(source.inserted, source.starts[line - 1], column - 1) + 1;
  }

  /** Formats stacks from now on, as V8 does, unless the program formats them itself. Only the first call counts. */
  install(): void {
    if (this.#installed) return;
    this.#installed = true;
    const descriptor = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
    if (descriptor?.configurable === false) return;
    const own = ownFile();
    const format = this.#formatter(own);
    const natural = descriptor?.value;
    if (typeof natural === "function") Object.defineProperty(format, "name", { value: natural.name });
    const formats = new WeakMap<object, Format>([[format, format]]);
    if (typeof natural === "function") formats.set(natural, format);
    const used = (given: unknown): Format => {
      if (typeof given !== "function") return format;
      const known = weakMapGet(formats, given);
      if (known) return known;
      const made = this.#programs(given as Format, own);
      weakMapSet(formats, given, made);
      weakMapSet(formats, made, made);
      return made;
    };
    let current = format;
    let programs: unknown;
    // The engine and the program read the same property: what formats for the program looks like what it gave.
    Object.defineProperty(Error, "prepareStackTrace", {
      get: () => current,
      set(this: unknown, given: unknown) {
        if (this === Error) [current, programs] = [used(given), given];
        else Object.defineProperty(this, "prepareStackTrace", { value: given, writable: true, ...SHOWN });
      },
      configurable: true,
      // As before, an enumeration of `Error` shows nothing.
      enumerable: false,
    });
    this.#uninstall = () => {
      const value = programs ?? natural;
      if (value === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
      else Object.defineProperty(Error, "prepareStackTrace", { value, writable: true, ...HIDDEN });
    };
  }

  /** Leaves it to the runtime again, or to the program. */
  uninstall(): void {
    this.#uninstall?.();
    this.#uninstall = undefined;
  }

  #formatter(own: string | null | undefined): Format {
    const errorText = Error.prototype.toString;
    const apply = Reflect.apply;
    const nodeError = nodeErrorMark();
    const place = (site: CallSite): string => this.#place(this.#describe(site), site.getFileName());
    return (error, sites) => {
      let text = nodeError && nodeError in error
        ? `${error.name} [${(error as Error & { code: string }).code}]: ${error.message}`
        : apply(errorText, error, []);
      for (let i = 0; i < sites.length; i++) {
        if (sites[i].getFileName() !== own) text += `\n    at ${place(sites[i])}`;
      }
      return text;
    };
  }

  /** The program's own way to format stacks, which is given the places of its source. */
  #programs(given: Format, own: string | null | undefined): Format {
    const sites = new SourceSites({
      column: (file, line, column) => this.originalColumn(pathOf(file), line, column),
      evalOrigin: (text) => this.#evalOrigin(text),
      place: (text, file) => this.#place(text, file),
    });
    const { apply, ownKeys } = Reflect;
    const format = function (this: unknown, error: Error, places: CallSite[]): unknown {
      let kept = 0;
      for (let i = 0; i < places.length; i++) {
        if (places[i].getFileName() === own) continue;
        sites.mend(places[i]);
        places[kept++] = places[i];
      }
      places.length = kept;
      return apply(given, this, [error, places]);
    };
    for (const key of ownKeys(given)) {
      const descriptor = Object.getOwnPropertyDescriptor(given, key)!;
      if (key !== "prototype") Object.defineProperty(format, key, descriptor);
    }
    return format;
  }

  #place(described: string, file: string | null | undefined): string {
    const text = this.#evalOrigin(described);
    if (!file) return text;
    const path = pathOf(file);
    if (!this.#sources.has(path)) return text;
    return text.replace(
      PLACE,
      (_, line, column, close) => `:${line}:${this.originalColumn(path, Number(line), Number(column))}${close}`,
    );
  }

  #evalOrigin(text: string): string {
    if (!text.includes("eval at ")) return text;
    return text.replace(
      EVAL_PLACE,
      (_, file, line, column) => `(${file}:${line}:${this.originalColumn(pathOf(file), Number(line), Number(column))})`,
    );
  }
}

const SHOWN = { enumerable: true, configurable: true };
const HIDDEN = { enumerable: false, configurable: true };

function pathOf(url: string): string {
  if (!url.startsWith("file:")) return url;
  try {
    return fileURLToPath(url.replace(/[?#].*$/, ""));
  } catch {
    return url;
  }
}

/** The file that this code runs from: its frames are no part of the program's stacks. */
function ownFile(): string | null | undefined {
  const { prepareStackTrace } = Error;
  try {
    Error.prepareStackTrace = (_, sites) => sites;
    return (new Error().stack as unknown as CallSite[])[0].getFileName();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

/** Node marks its own errors by a symbol, and shows their code in the stack. */
function nodeErrorMark(): symbol | undefined {
  try {
    new TextDecoder("no such encoding");
  } catch (error) {
    for (let object = error as object | null; object; object = Object.getPrototypeOf(object)) {
      const mark = Object.getOwnPropertySymbols(object).find(({ description }) => description === "kIsNodeError");
      if (mark) return mark;
    }
  }
  return undefined;
}
