/**
 * Bun's loader: which way a module takes into the engine.
 *
 * - An ES module that is JavaScript once its types are gone goes in as it is (bun_verbatim.ts).
 * - Any other ES module is compiled by Bun, with the probes in it.
 * - CommonJS is run by us (bun_commonjs.ts).
 *
 * @module
 */
import * as fs from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { type CommonJsCode, forget, hookRequire, importCommonJs, type LoadedModule, onLoad } from "./bun_commonjs.ts";
import { hookDataModules } from "./bun_threads.ts";
import { verbatim, verbatimFunction } from "./bun_verbatim.ts";
import { syntaxOf } from "./source.ts";
import type { ModuleText, ModuleTracer, TracedModule } from "./types.ts";

/** The part of Bun's own interface that is used here. */
interface BunGlobal {
  main: string;
  plugin(plugin: {
    name: string;
    setup(
      build: { onLoad(on: { filter: RegExp; namespace?: string }, load: (file: { path: string }) => unknown): void },
    ): void;
  }): void;
  Transpiler: new (options: object) => { transformSync(code: string): string };
}

// Taken now: the program may replace them.
const { existsSync, readFileSync } = fs;

const { Bun } = globalThis as unknown as { Bun: BunGlobal };

/** A module on its way into the engine. */
interface Loaded {
  text: string;
  loader: "js" | "jsx" | "ts" | "tsx";
  commonjs: boolean;
  traced: TracedModule | undefined;
}

/** Has each module of the program go through `tracer`. `directory` has the hook file. */
export function hookModules(tracer: ModuleTracer, directory: string): void {
  const compiles = compilerNeeded();
  /** What `require` came upon that is not for us to run: the plugin is asked for it next. */
  const found = new Map<string, Loaded>();
  /** Files that are imported as something else than code. The plugin is not told. */
  const assets = new Map<string, string>();
  const load = (path: string, required: boolean): Loaded => {
    // It is there only now: the program is not to find in `require.cache` what it did not require.
    forget(join(directory, "hook.cjs"));
    const text = readFileSync(path, "utf8");
    const { typescript, jsx } = syntaxOf(path)!;
    const loader = typescript ? (jsx ? "tsx" : "ts") : "jsx";
    const traced = tracer.trace({
      path,
      text,
      typescript,
      jsx,
      refused: () => isRefused({ path, text, typescript, jsx }),
    });
    const files = traced?.assets ?? [];
    for (let i = 0; i < files.length; i++) assets.set(resolve(dirname(path), files[i].path), files[i].type);
    return { text, loader, commonjs: traced !== undefined && isCommonJs(path, traced.kind, required), traced };
  };
  hookRequire((path) => {
    if (!tracer.wants(path)) return undefined;
    return tracer.undisturbed(() => {
      const loaded = load(path, true);
      if (loaded.commonjs) return commonJsCode(path, loaded);
      found.set(path, loaded);
      return undefined;
    });
  });
  /** `file` is the path without what may be behind it. */
  const module = (path: string, file: string): LoadedModule => {
    const asset = assets.get(path);
    if (asset !== undefined) return { result: assetOf(path, asset) };
    const loaded = found.get(path) ?? load(file, path === Bun.main);
    found.delete(path);
    const { text, traced, loader, commonjs } = loaded;
    if (commonjs) return importCommonJs(path, commonJsCode(path, loaded), packageType(dirname(file)) !== "module");
    const contents = traced && !compiles ? verbatim(path, traced) : undefined;
    if (contents !== undefined) return { result: { contents, loader: "js" } };
    return { result: { contents: traced?.code ?? text, loader } };
  };
  const onFile = onLoad((path) => tracer.undisturbed(() => module(path, path)));
  const onQuery = onLoad((path) => tracer.undisturbed(() => module(path, withoutQuery(path))));
  Bun.plugin({
    name: "tstrace",
    setup(build) {
      build.onLoad({ filter: tracer.filter }, onFile);
      build.onLoad({ filter: tracer.queryFilter }, onQuery);
      hookDataModules(build, tracer);
    },
  });
}

/** A path up to the query or fragment behind it. */
function withoutQuery(path: string): string {
  return path.slice(0, path.search(/[?#]/));
}

/** Whether Bun finds an error in a module. It is to tell of it as ever: of the text without probes. */
function isRefused(module: ModuleText): boolean {
  return print(module) === undefined;
}

/** A module as Bun prints it before it runs it. */
export function print({ text, typescript, jsx }: ModuleText): string | undefined {
  try {
    return new Bun.Transpiler({ loader: typescript ? (jsx ? "tsx" : "ts") : "jsx", target: "bun" }).transformSync(text);
  } catch {
    return undefined;
  }
}

function assetOf(path: string, type: string): unknown {
  if (type === "file") return { loader: "object", exports: { default: path } };
  const contents = readFileSync(path, "utf8");
  return type === "text" ? { loader: "object", exports: { default: contents } } : { contents, loader: type };
}

function commonJsCode(path: string, { text, loader, traced }: Loaded): CommonJsCode {
  const code = traced?.code ?? text;
  if (traced?.plain) return { text: code, mapped: verbatimFunction(path, traced) };
  // The transpiler knows no names of files, and would put its own in.
  const define = { __filename: "$tstrace__filename", __dirname: "$tstrace__dirname" };
  const compiled = new Bun.Transpiler({ loader, target: "bun", define }).transformSync(code);
  return { text: `var $tstrace__filename=__filename,$tstrace__dirname=__dirname;${compiled}`, mapped: undefined };
}

/** Whether Bun runs this file as CommonJS. The ending of its name counts only where it is required, or is the program. */
function isCommonJs(path: string, kind: TracedModule["kind"], required: boolean): boolean {
  if (kind === "commonjs" || kind === "module") return kind === "commonjs";
  // What has both `require` and `import.meta` could not have the latter as CommonJS here.
  if (kind === "mixed") return false;
  const ending = syntaxOf(path)!.kind;
  if (required && ending !== "") return ending === "c";
  const type = packageType(dirname(path));
  return kind === "requires" ? type !== "module" : type === "commonjs";
}

const packageTypes = new Map<string, string>();

/** The `type` of the nearest package. */
function packageType(directory: string): string {
  let type = packageTypes.get(directory);
  if (type === undefined) {
    const file = join(directory, "package.json");
    const parent = dirname(directory);
    if (existsSync(file)) type = typeIn(file);
    else type = parent === directory ? "" : packageType(parent);
    packageTypes.set(directory, type);
  }
  return type;
}

function typeIn(file: string): string {
  try {
    return String(JSON.parse(readFileSync(file, "utf8")).type ?? "");
  } catch {
    return "";
  }
}

/** Whether the program asks for things that only Bun's own compiler does. */
function compilerNeeded(): boolean {
  const asked = /(?:^| )(?:--define|-d|--drop|--loader|-l|--feature|--jsx)/.test(process.execArgv.join(" "));
  return asked || process.env.NODE_ENV === "test" || process.argv[1] === "test";
}
