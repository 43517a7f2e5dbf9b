import { pathToFileURL } from "node:url";
import type { ModuleText, ModuleTracer, TracedModule } from "../runtime/types.ts";
import { CodeCache } from "./cache.ts";
import { fillSlots } from "./instrument/edits.ts";
import { instrument, type Instrumented, type InstrumentOptions } from "./instrument/instrument.ts";
import { EarlyError, ParseError } from "./instrument/parse.ts";
import type { FunctionInfo } from "./instrument/visitor.ts";
import { functionFilter, moduleFilter, type Selection } from "./select.ts";
import { identityMap, InlineSourceMap } from "./source_map.ts";

/** A module that was given probes. */
export interface TracedModuleInfo {
  path: string;
  /** The number of its first function; the others follow. */
  firstFunction: number;
  functions: FunctionInfo[];
}

/** What happens around the tracing of modules. */
export interface ModuleEvents {
  /** A module is about to run with probes. */
  traced(module: TracedModuleInfo, made: Instrumented, source: string): void;
  /** A module could not be given probes and runs as it is. */
  untraced(path: string, reason: string): void;
}

/** Gives the modules of a program their probes, and their functions numbers. */
export class Modules implements ModuleTracer {
  readonly filter: RegExp;
  readonly #functions: ((name: string) => boolean) | undefined;
  /** Tells apart in the cache what was made under another choice of functions. */
  readonly #choice: string;
  readonly #cache: CodeCache;
  readonly #mapped: boolean;
  readonly #events: ModuleEvents;
  #nextFunction = 0;

  /** With `mapped`, modules that bring no source map get one. */
  constructor(selection: Selection, cacheDir: string, mapped: boolean, events: ModuleEvents) {
    this.#mapped = mapped;
    this.filter = moduleFilter(selection);
    this.#functions = functionFilter(selection);
    this.#choice = this.#functions ? JSON.stringify([selection.include.functions, selection.exclude.functions]) : "";
    this.#cache = new CodeCache(cacheDir);
    this.#events = events;
  }

  wants(path: string): boolean {
    return this.filter.test(path);
  }

  trace({ path, text, typescript, jsx }: ModuleText): TracedModule | undefined {
    try {
      const options = { typescript, jsx, wants: this.#functions };
      const kind = `${typescript ? "ts" : "js"}${jsx ? "x" : ""}${this.#choice}`;
      const made = this.#cache.get(text, kind, () => instrumentMapped(text, options));
      const firstFunction = this.#nextFunction;
      this.#nextFunction += made.functions.length;
      this.#events.traced({ path, firstFunction, functions: made.functions }, made, text);
      const map = this.#mapped && !InlineSourceMap.of(text)
        ? identityMap(text, made.inserted, pathToFileURL(path).href)
        : "";
      return { code: fillSlots(made.code, made.slots, firstFunction) + map, kind: made.kind };
    } catch (error) {
      // Whatever goes wrong here, the program runs.
      // An early error ends the program: the runtime tells of it.
      if (error instanceof EarlyError) return undefined;
      const reason = error instanceof ParseError ? error.message : `the instrumenter failed: ${error}`;
      this.#events.untraced(path, reason);
      return undefined;
    }
  }
}

/** Instruments a module that may have been compiled: places are those of the original. */
function instrumentMapped(text: string, options: InstrumentOptions): Instrumented {
  const made = instrument(text, options);
  const map = InlineSourceMap.of(text);
  if (!map) return made;
  const functions = made.functions.map((fn) => fn.kind === "module" ? fn : { ...fn, ...map.find(fn.line, fn.column) });
  return { ...made, functions, code: map.moved(text, made.code, made.inserted) };
}
