/**
 * Deno's loader. Its hooks have traps: what a hook returns is compiled as JavaScript even where it is none, and what
 * they hand over has gone another way than without them. So a module is only ever replaced where it gets probes.
 *
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, extname, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { dataModule } from "./data_url.ts";
import { isMaybeCommonJs, KnownModules, mayImportCommonJs } from "./deno_known_modules.ts";
import { threadStart } from "./deno_threads.ts";
import { filePath } from "./node.ts";
import { syntaxOf } from "./source.ts";
import type { ModuleTracer } from "./types.ts";

type Hooks = Parameters<typeof nodeModule.registerHooks>[0];
type Load = NonNullable<Hooks["load"]>;
type Loaded = ReturnType<Load>;
type NextLoad = Parameters<Load>[2];
type Context = Parameters<Load>[1];

interface DenoGlobal {
  mainModule?: string;
  permissions: { querySync(what: { name: "read"; path: string }): { state: string } };
}

const { Deno } = globalThis as unknown as { Deno: DenoGlobal };

/** Has each module of the program go through `tracer`. `directory` is one for files of ours. */
export function hookModules(tracer: ModuleTracer, directory: string): void {
  const loader = new Loader(tracer, directory);
  const load: Load = (url, context, nextLoad) => tracer.undisturbed(() => loader.load(url, context, nextLoad));
  nodeModule.registerHooks({ load });
}

/** Specifiers of modules by their path, wherever one may stand. */
const SPECIFIER = /\b(?:from|import)\s*\(?\s*["'](\.{0,2}\/[^"'\n]+)["']/g;

function mainModule(): string {
  try {
    // A Worker has none: it is started with another module than its own.
    return Deno.mainModule ?? threadStart?.target ?? "";
  } catch {
    return "";
  }
}

/** Undoes what `--require` alone does to the globals that a program can enumerate. */
function restoreGlobals(required: boolean): void {
  // This one is there for CommonJS without it, too.
  const shown = [["nodeBootstrap", required], ["queueMicrotask", true]] as const;
  for (const [name, enumerable] of shown) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    if (descriptor?.configurable) Object.defineProperty(globalThis, name, { ...descriptor, enumerable });
  }
}

class Loader {
  readonly #tracer: ModuleTracer;
  readonly #directory: string;
  readonly #decoder = new TextDecoder();
  readonly #imported = new Set<string>();
  #mainSeen = false;
  readonly #known: KnownModules | undefined;
  readonly #main = mainModule();
  #files = 0;
  #restored = false;

  constructor(tracer: ModuleTracer, directory: string) {
    this.#tracer = tracer;
    this.#directory = directory;
    // Modules that may be CommonJS skip the hooks unless Deno knows better.
    const main = filePath(this.#main);
    if (main === undefined || !tracer.wants(main)) return;
    if (Deno.permissions.querySync({ name: "read", path: main }).state !== "granted") this.#expect(main);
    else if (mayImportCommonJs(main)) this.#known = new KnownModules();
    this.#known?.add(this.#main);
  }

  /** Where nothing can be read, only the end shows that the module was one that skips the hooks. */
  #expect(main: string): void {
    globalThis.addEventListener("unload", () => {
      if (this.#mainSeen) return;
      const permission = `--allow-read=${dirname(main)}`;
      this.#tracer.skip(main, `ES modules in a package of "type": "commonjs" must be readable, as by ${permission}`);
    });
  }

  load(url: string, context: Context, nextLoad: NextLoad): Loaded {
    const loaded = nextLoad(url, context);
    this.#mainSeen ||= url === this.#main;
    if (url.startsWith("node:")) return nodeModule.isBuiltin(url) ? loaded : { ...loaded, format: undefined };
    const required = context.conditions?.includes("require") ?? false;
    if (!this.#restored) restoreGlobals(required);
    this.#restored = true;
    const untouched = { ...loaded, source: null as unknown as string, shortCircuit: !required };
    // What is imported as text is no code, whatever its name.
    if (context.importAttributes?.type !== undefined) return untouched;
    if (url.startsWith("data:")) return this.#data(url, context, nextLoad) ?? untouched;
    const path = filePath(url);
    const syntax = path === undefined ? undefined : syntaxOf(path);
    const { source } = loaded;
    if (path === undefined || !syntax || source === null || source === undefined || !this.#tracer.wants(path)) {
      return untouched;
    }
    const text = typeof source === "string" ? source : this.#decoder.decode(source as Uint8Array);
    if (required) {
      if (syntax.kind === "m" || (syntax.kind === "" && !isMaybeCommonJs(path))) return this.#skip(path, untouched);
      // What was TypeScript has a map all the same: that of the code without probes.
      const unmapped = !syntax.typescript;
      const traced = this.#tracer.trace({ path, text, typescript: false, jsx: false, unmapped });
      if (!traced) return untouched;
      return traced.kind === "module" ? this.#skip(path, untouched) : { ...loaded, source: traced.code };
    }
    if (this.#known) this.#announceImports(url, text, this.#known);
    if (/\b_initClass\b/.test(text) && /\b_apply_decs/.test(text)) {
      return this.#compiled(path, context, nextLoad) ?? untouched;
    }
    // What arrives here is JavaScript already, with a map to the original inside.
    const traced = this.#tracer.trace({ path, text, typescript: false, jsx: false });
    if (traced) this.#imported.add(path);
    return traced ? { ...loaded, source: traced.code } : untouched;
  }

  /** Not by a hook that resolves: what is required would then be another module than that which is imported. */
  #announceImports(url: string, text: string, known: KnownModules): void {
    for (const [, specifier] of text.matchAll(SPECIFIER)) {
      const imported = URL.canParse(specifier, url) ? new URL(specifier, url).href : "";
      const path = filePath(imported);
      if (path !== undefined && this.#tracer.wants(path) && isMaybeCommonJs(path)) known.add(imported);
    }
  }

  /** What is imported by an ES module that is required never comes here, and there must not be two of it. */
  #skip(path: string, untouched: Loaded): Loaded {
    if (!this.#imported.has(path)) this.#tracer.skip(path, "it is an ES module that is loaded by require()");
    return untouched;
  }

  /**
   * A module with decorated classes: compiled for a hook, they are not what they are else. Here the original gets the
   * probes, and Deno is sent to a file with that.
   */
  #compiled(path: string, context: Context, nextLoad: NextLoad): Loaded | undefined {
    try {
      const text = readFileSync(path, "utf8");
      const { typescript, jsx } = syntaxOf(path)!;
      return this.#fromFile({ path, text, typescript, jsx }, extname(path), context, nextLoad);
    } catch {
      this.#tracer.skip(path, "its decorators need read access to it and a directory for temporary files");
      return undefined;
    }
  }

  #data(url: string, context: Context, nextLoad: NextLoad): Loaded | undefined {
    const module = dataModule(url);
    if (!module) return undefined;
    try {
      return this.#fromFile({ path: url, ...module }, module.typescript ? ".tsx" : ".jsx", context, nextLoad);
    } catch {
      return undefined;
    }
  }

  #fromFile(
    module: { path: string; text: string; typescript: boolean; jsx: boolean },
    ending: string,
    context: Context,
    nextLoad: NextLoad,
  ): Loaded | undefined {
    const file = join(this.#directory, `module-${process.pid}-${this.#files++}${ending}`);
    // Whether a file can be had shows before the module has been announced.
    writeFileSync(file, "", { mode: 0o600, flag: "wx" });
    const traced = this.#tracer.trace({ ...module, unmapped: true });
    if (!traced) return undefined;
    writeFileSync(file, traced.code);
    return { ...nextLoad(pathToFileURL(file).href, context), source: null as unknown as string };
  }
}
