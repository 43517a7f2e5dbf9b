import { fileURLToPath } from "node:url";
import { columnBefore, lineStarts } from "./positions.ts";

/** A place in a stack as the engine gives it. */
interface CallSite {
  getFileName(): string | null | undefined;
  toString(): string;
}

interface TracedSource {
  text: string;
  inserted: number[];
  starts?: number[];
}

const PLACE = /:(\d+):(\d+)(\)?)$/;

/** Keeps the columns in the stacks of errors what they are without probes. */
export class Stacks {
  readonly #sources = new Map<string, TracedSource>();
  readonly #describe: (site: CallSite) => string;
  #installed = false;
  #prepare: unknown;

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
    const errorText = Error.prototype.toString;
    const apply = Reflect.apply;
    const own = ownFile();
    const nodeError = nodeErrorMark();
    const place = (site: CallSite): string => this.#place(site);
    const prepare = function prepareStackTrace(error: Error, sites: CallSite[]): string {
      let text = nodeError && nodeError in error
        ? `${error.name} [${(error as Error & { code: string }).code}]: ${error.message}`
        : apply(errorText, error, []);
      for (let i = 0; i < sites.length; i++) {
        if (sites[i].getFileName() !== own) text += `\n    at ${place(sites[i])}`;
      }
      return text;
    };
    // As before, an enumeration of `Error` shows nothing.
    Object.defineProperty(Error, "prepareStackTrace", {
      value: prepare,
      enumerable: false,
      writable: true,
      configurable: true,
    });
    this.#prepare = prepare;
  }

  /** Leaves it to the runtime again, unless the program has put something else there. */
  uninstall(): void {
    if (this.#prepare && Error.prepareStackTrace === this.#prepare) {
      Reflect.deleteProperty(Error, "prepareStackTrace");
      this.#prepare = undefined;
    }
  }

  #place(site: CallSite): string {
    const text = this.#describe(site);
    const file = site.getFileName();
    if (!file) return text;
    const path = file.startsWith("file:") ? pathOf(file) : file;
    if (!this.#sources.has(path)) return text;
    return text.replace(
      PLACE,
      (_, line, column, close) => `:${line}:${this.originalColumn(path, Number(line), Number(column))}${close}`,
    );
  }
}

function pathOf(url: string): string {
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
