/**
 * CommonJS in Bun. A plugin that returns the text of a CommonJS file breaks it there (oven-sh/bun issue 39786),
 * so the file is run here, as the runtime would, and the plugin returns what it exports.
 *
 * @module
 */
import * as nodeModule from "node:module";
import { dirname } from "node:path";

interface CommonJsModule {
  exports: unknown;
  filename: string;
  paths: string[];
  loaded: boolean;
  parent: unknown;
  _compile(code: string, path: string): void;
}

interface Transpiler {
  transformSync(code: string): string;
}

interface ModuleConstructor {
  new (id: string, parent?: unknown): CommonJsModule;
  _nodeModulePaths(directory: string): string[];
  _cache: Record<string, CommonJsModule | undefined>;
}

const { Bun } = globalThis as unknown as { Bun: { Transpiler: new (options: { loader: string }) => Transpiler } };

/** What has been run, as `onLoad` is called once more when what was imported is required. */
const modules = new Map<string, CommonJsModule>();

/** Runs a CommonJS module and returns what a plugin's `onLoad` is to return for it. */
export function loadCommonJs(path: string, code: string, loader: string): unknown {
  let module = modules.get(path);
  if (!module) {
    const Module = nodeModule.Module as unknown as ModuleConstructor;
    module = new Module(path, Module._cache[path]?.parent);
    module.filename = path;
    module.paths = Module._nodeModulePaths(dirname(path));
    modules.set(path, module);
    Module._cache[path] = module;
    try {
      module._compile(wrap(loader === "jsx" ? code : new Bun.Transpiler({ loader }).transformSync(code)), path);
      module.loaded = true;
    } catch (error) {
      modules.delete(path);
      delete Module._cache[path];
      throw error;
    }
  }
  return { loader: "object", exports: exportsOf(module.exports) };
}

/** `_compile` alone would give the module a `this` of its own, which is to be its exports. */
function wrap(code: string): string {
  const body = code.startsWith("#!") ? `//${code}` : code;
  return `return(function(exports,require,module,__filename,__dirname){${body}\n}).apply(exports,arguments)`;
}

function exportsOf(value: unknown): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  if (value !== null && (typeof value === "object" || typeof value === "function")) {
    for (const name of Object.keys(value)) named[name] = (value as Record<string, unknown>)[name];
  }
  const esModule = named.__esModule === true && "default" in named;
  return { ...named, default: esModule ? named.default : value, "module.exports": value };
}
