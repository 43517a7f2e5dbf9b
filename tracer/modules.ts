import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { ModuleText, ModuleTracer, Runtime, TracedModule } from "../runtime/types.ts";
import { CodeCache } from "./cache.ts";
import { fillSlots } from "./instrument/edits.ts";
import { EarlyError, isNamed } from "./instrument/errors.ts";
import type { Instrumented, InstrumentOptions } from "./instrument/instrument.ts";
import type { Instrumenter } from "./instrument/mod.ts";
import { MODULE } from "./instrument/names.ts";
import type { FunctionInfo } from "./instrument/visitor.ts";
import { withPristine } from "./pristine.ts";
import { withOwnMethods } from "./intrinsics.ts";
import { functionFilter, moduleFilter, type Selection } from "./select.ts";
import { identityMappings, inlineMap, InlineSourceMap, mapComment, SourceMap } from "./source_map.ts";
import { RecordingEnded } from "./transport.ts";

/** A module that was given probes. */
export interface TracedModuleInfo {
  path: string;
  /** The number of its first function; the others follow. */
  firstFunction: number;
  functions: FunctionInfo[];
}

/** A module with probes, and the mappings of a source map to its text, where one is needed. */
export interface MappedModule extends Instrumented {
  mappings: string;
}

/** What happens around the tracing of modules. */
export interface ModuleEvents {
  /** A module is about to run with probes; `mapped` tells whether with a source map that the runtime reads. */
  traced(module: TracedModuleInfo, made: MappedModule, text: ModuleText, mapped: boolean): void;
  /** A module could not be given probes and runs as it is. */
  untraced(path: string, reason: string): void;
}

/** What a runtime does with the text that it is given. */
type TextNeeds = Pick<Runtime, "readsSourceMaps" | "takesPlainText" | "isDebugged">;

/** Which modules are traced, and how. */
export interface ModuleOptions {
  selection: Selection;
  /** Where instrumented code is kept between runs; empty for nowhere. */
  cacheDir: string;
  /** Tells one choice of names that are secret from another. */
  secrets: string;
  /** Asked where a module is not in the cache. */
  instrumenter: () => Instrumenter;
}

/** Gives the modules of a program their probes, and their functions numbers. */
export class Modules implements ModuleTracer {
  readonly filter: RegExp;
  readonly queryFilter: RegExp;
  readonly #functions: ((name: string) => boolean) | undefined;
  /** Tells apart in the cache what was made under another choice of functions, or of names that are secret. */
  readonly #choice: string;
  readonly #cache: CodeCache;
  readonly #runtime: TextNeeds;
  readonly #events: ModuleEvents;
  readonly #instrumenter: () => Instrumenter;
  #nextFunction = 0;

  constructor(options: ModuleOptions, runtime: TextNeeds, events: ModuleEvents) {
    const { selection, cacheDir, secrets, instrumenter } = options;
    this.#runtime = runtime;
    this.#instrumenter = instrumenter;
    // The program may replace what these are asked by.
    this.filter = withOwnMethods(moduleFilter(selection), ["exec", "test"]);
    this.queryFilter = moduleFilter(selection, "query");
    this.#functions = functionFilter(selection);
    const { include, exclude } = selection;
    this.#choice = secrets + (this.#functions ? JSON.stringify([include.functions, exclude.functions]) : "");
    this.#cache = new CodeCache(cacheDir);
    this.#events = events;
  }

  wants(path: string): boolean {
    return this.filter.test(path);
  }

  undisturbed<T>(body: () => T): T {
    return withPristine(body);
  }

  skip(path: string, reason: string): void {
    this.#events.untraced(path, reason);
  }

  trace(module: ModuleText): TracedModule | undefined {
    return this.#trace(module, (made) => {
      const firstFunction = this.#nextFunction;
      this.#nextFunction += made.functions.length;
      this.#events.traced(
        { path: module.path, firstFunction, functions: made.functions },
        made,
        module,
        this.#maps(module),
      );
      return firstFunction;
    });
  }

  traceForThread(module: ModuleText): TracedModule | undefined {
    return this.#trace(module, () => 0);
  }

  #maps(module: ModuleText): boolean {
    return this.#runtime.readsSourceMaps && module.unmapped !== true;
  }

  /** Whether a map goes with the code, be it that a debugger alone reads it. */
  #hasMap(module: ModuleText): boolean {
    return this.#maps(module) || (this.#runtime.isDebugged === true && module.unmapped !== true);
  }

  #trace(module: ModuleText, numberOf: (made: MappedModule) => number): TracedModule | undefined {
    return withPristine(() => this.#instrumented(module, numberOf));
  }

  #instrumented(module: ModuleText, numberOf: (made: MappedModule) => number): TracedModule | undefined {
    const { path, text, typescript, jsx } = module;
    try {
      const { takesPlainText: plain } = this.#runtime;
      const mapped = this.#hasMap(module);
      const options = { typescript, jsx, plain, mapped, wants: this.#functions };
      const kind = `${typescript ? "ts" : "js"}${jsx ? "x" : ""}${mapped ? "m" : ""}${plain ? "p" : ""}${this.#choice}`;
      const made = this.#cache.get(text, kind, () => {
        if (module.refused?.()) throw new EarlyError("the runtime refuses it");
        return instrumentMapped(this.#instrumenter(), text, options);
      });
      const url = path.startsWith("/") ? pathToFileURL(path).href : path;
      // It may change while the module stays: so it is no part of what is cached.
      const external = SourceMap.external(text, url, (at) => readFileSync(at, "utf8"));
      const firstFunction = numberOf(external ? { ...made, functions: original(external, made.functions) } : made);
      const map = !mapped || made.mappings === "" || !URL.canParse(url)
        ? ""
        : external
        ? inlineMap(external.textAfter(text, made.inserted))
        : mapComment(made.mappings, url);
      const code = fillSlots(made.code, made.slots, firstFunction) + map;
      const { kind: moduleKind, names, assets, mappings } = made;
      return { code, kind: moduleKind, plain: made.plain, names, assets, mappings };
    } catch (error) {
      // Whatever goes wrong here, the program runs.
      // An early error ends the program: the runtime tells of it.
      if (isNamed(error, "EarlyError") || error instanceof RecordingEnded) return undefined;
      const reason = isNamed(error, "ParseError") ? error.message : `the instrumenter failed: ${error}`;
      this.#events.untraced(path, reason);
      return undefined;
    }
  }
}

/** Instruments a module that may have been compiled: places are those of the original. */
function instrumentMapped(
  { instrument }: Instrumenter,
  text: string,
  options: InstrumentOptions & { mapped: boolean },
): MappedModule {
  const map = InlineSourceMap.of(text);
  const made = instrument(text, map ? { ...options, wants: onlyOriginals(map, options.wants) } : options);
  const needsMap = options.mapped ? !map : made.plain;
  const mappings = needsMap ? identityMappings(text, made.inserted, options.mapped ? "all" : "words") : "";
  if (!map) return { ...made, mappings };
  return {
    ...made,
    mappings,
    functions: original(map, made.functions),
    code: map.moved(text, made.code, made.inserted),
  };
}

/** What a compiler puts in of its own is not traced, nor what it makes of exports and the like. */
function onlyOriginals(map: SourceMap, wants: InstrumentOptions["wants"]): InstrumentOptions["wants"] {
  return (name, line, column) => (name === MODULE || map.covers(line, column)) && wants?.(name, line, column) !== false;
}

function original(map: SourceMap, functions: FunctionInfo[]): FunctionInfo[] {
  return functions.map((fn) => fn.kind === "module" ? fn : { ...fn, ...map.find(fn.line, fn.column) });
}
