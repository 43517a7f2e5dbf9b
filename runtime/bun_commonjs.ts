/**
 * CommonJS in Bun. A plugin that returns the text of a CommonJS file breaks it there (oven-sh/bun issue 39786),
 * so the file is run here, as the runtime would run it: what is required never reaches the plugin, and for what is
 * imported or is the program itself the plugin returns what the module exports.
 *
 * @module
 */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { constants, runInThisContext } from "node:vm";
import { withoutHashbang } from "./bun_verbatim.ts";

interface CommonJsModule {
  id: string;
  exports: unknown;
  filename: string;
  paths: string[];
  children: unknown[];
  loaded: boolean;
  parent: unknown;
  require(id: string): unknown;
  _compile(code: string, path: string): void;
}

interface ModuleConstructor {
  new (id: string, parent?: unknown): CommonJsModule;
  prototype: CommonJsModule;
  _nodeModulePaths(directory: string): string[];
  _resolveFilename(id: string, parent: unknown): string;
  _cache: Record<string, CommonJsModule | undefined>;
}

/** The code of a CommonJS module. */
export interface CommonJsCode {
  text: string;
  /** A module that exports the function around that text, with a source map. */
  mapped: string | undefined;
}

/** A module that is about to run. */
interface Start {
  apply: typeof Reflect.apply;
  body: unknown;
  self: unknown;
  args: unknown[];
  /** Takes whether it ran to its end; returns what it gives. */
  end(loaded: boolean): unknown;
}

const { Bun } = globalThis as unknown as { Bun: { main: string } };
const { apply } = Reflect;
const Module = nodeModule.Module as unknown as ModuleConstructor;
const cache = Module._cache;
const { create, getOwnPropertyNames, setPrototypeOf } = Object;
const { indexOf, push, splice } = Array.prototype;

/** Takes a module out of `require.cache`. */
export function forget(path: string): void {
  delete cache[path];
}

/**
 * What is on the stack while a module runs. Being strict, these functions leave it where they call in tail position,
 * all but one, and that one is called as what Bun has there itself: `anonymous`, from nowhere. It is a text, as Bun
 * drops directives from files.
 */
const { requiring, loading } = runInThisContext(
  `(function(){"use strict"
function anonymous(s){try{s.apply(s.body,s.self,s.args)}catch(x){s.end(false);throw x}return s.end(true)}
return{__proto__:null,
requiring:(start,native,apply)=>({require(id){const s=start(this,id);return s===undefined?apply(native,this,[id]):anonymous(s)}}).require,
loading:(load)=>file=>{const s=load(file.path);return s.start===undefined?s.result:anonymous(s.start)}}})()`,
  { filename: "unknown" },
) as {
  requiring(start: typeof startRequired, native: unknown, apply: typeof Reflect.apply): CommonJsModule["require"];
  loading(load: (path: string) => LoadedModule): (file: { path: string }) => unknown;
};

/** What a plugin returns for a module, or the CommonJS module that has to run before. */
export type LoadedModule = { start: Start } | { start?: undefined; result: unknown };

/** A plugin's callback for `load`. */
export const onLoad: typeof loading = loading;

let findModule: (path: string) => CommonJsCode | undefined = () => undefined;

/** Has `require` load each CommonJS module that `find` finds, by its path. */
export function hookRequire(find: typeof findModule): void {
  findModule = find;
  Module.prototype.require = requiring(startRequired, Module.prototype.require, apply);
}

function startRequired(parent: CommonJsModule, id: string): Start | undefined {
  const path = ownPath(parent, id);
  const code = path === undefined || cache[path] !== undefined ? undefined : findModule(path);
  if (path === undefined || code === undefined) return undefined;
  const module = newModule(path, parent);
  return startModule(module, code, () => module.exports);
}

/**
 * Runs the CommonJS module that is imported, or is the program. With `compiled`, one that says that it was an ES
 * module once has the default export that it names.
 */
export function importCommonJs(path: string, code: CommonJsCode, compiled: boolean): LoadedModule {
  const before = cache[path];
  if (before && modules.has(before)) {
    return { result: { loader: "object", exports: exportsOf(before.exports, compiled) } };
  }
  const module = newModule(path, before?.parent);
  if (path === Bun.main) module.id = ".";
  const result = (): unknown => ({ loader: "object", exports: exportsOf(module.exports, compiled) });
  return { start: startModule(module, code, result) };
}

/** Files for a moment: in memory where the system has a place for that. */
const temporary = (): string => existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** The modules that were made here: Bun's own records of the same files are others. */
const modules = new WeakSet<object>();

function ownPath(module: CommonJsModule, id: string): string | undefined {
  try {
    return typeof id === "string" ? Module._resolveFilename(id, module) : undefined;
  } catch {
    // The runtime says so itself.
    return undefined;
  }
}

function newModule(path: string, parent: unknown): CommonJsModule {
  const module = new Module(path, parent);
  module.filename = path;
  module.paths = Module._nodeModulePaths(dirname(path));
  return module;
}

function startModule(module: CommonJsModule, code: CommonJsCode, result: () => unknown): Start {
  const { filename: path, parent } = module as CommonJsModule & { parent?: CommonJsModule };
  const siblings = parent?.children;
  modules.add(module);
  cache[path] = module;
  if (siblings && apply(indexOf, siblings, [module]) < 0) apply(push, siblings, [module]);
  const end: Start["end"] = (loaded) => {
    if (loaded) {
      module.loaded = true;
      return result();
    }
    if (cache[path] === module) delete cache[path];
    const at = siblings ? apply(indexOf, siblings, [module]) : -1;
    if (at >= 0) apply(splice, siblings, [at, 1]);
  };
  let body: unknown;
  try {
    body = compile(code, path);
  } catch (error) {
    end(false);
    throw error;
  }
  const { exports } = module;
  return { apply, body, self: exports, args: [exports, requireOf(module), module, path, dirname(path)], end };
}

/** The function around a module's body. */
function compile(code: CommonJsCode, path: string): unknown {
  if (code.mapped !== undefined) {
    const compiled = compileMapped(code.mapped);
    if (compiled !== undefined) return compiled;
  }
  // Not `compileFunction`, which moves all lines.
  return runInThisContext(`(function(exports,require,module,__filename,__dirname){${withoutHashbang(code.text)}\n})`, {
    filename: path,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

let files = 0;

/** Only what Bun loads from a file may bring a source map. */
function compileMapped(text: string): unknown {
  const path = join(temporary(), `tstrace-${process.pid}-${files++}.cjs`);
  try {
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
    return nodeModule.createRequire(path)(path);
  } catch {
    return undefined;
  } finally {
    delete cache[path];
    rmSync(path, { force: true });
  }
}

/** The `require` that a module is given: what `_compile` hands over. */
function requireOf(module: CommonJsModule): unknown {
  const box = create(null) as { require?: unknown };
  const { exports } = module;
  module.exports = box;
  module._compile("module.exports.require=require", module.filename);
  module.exports = exports;
  return box.require;
}

/** What the import of a CommonJS module has, by name. */
function exportsOf(value: unknown, compiled: boolean): Record<string, unknown> {
  const names: Record<string, unknown> = {};
  setPrototypeOf(names, null);
  if (value !== null && (typeof value === "object" || typeof value === "function")) {
    const own = getOwnPropertyNames(value);
    for (let i = 0; i < own.length; i++) names[own[i]] = read(value, own[i]);
  }
  if (compiled && names.__esModule) {
    delete names.__esModule;
    if ("default" in names) return names;
  }
  names.default = value;
  return names;
}

function read(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
