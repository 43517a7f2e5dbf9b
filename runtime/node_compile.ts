import * as nodeModule from "node:module";
import { isAbsolute } from "node:path";
import { replace, standInFor } from "./stand_in.ts";
import type { Following } from "./types.ts";

interface Compiler {
  Module: { _extensions: Record<string, unknown>; prototype: object };
}

const { _extensions: loaders, prototype } = (nodeModule as unknown as Compiler).Module;
const native = loaders[".js"];
const { create, defineProperty, setPrototypeOf } = Object;
const PROBES = "$tstrace";

/**
 * Traces CommonJS that the program loads by loaders of its own, as under tsx: what they read and compile comes past no
 * hook, but all of it ends in `Module.prototype._compile`. That is replaced once there is such a loader, and not
 * before: the stacks of modules' bodies have a frame more then.
 */
export class OwnLoaders {
  readonly #following: Following;
  #followed = false;

  constructor(following: Following) {
    this.#following = following;
    // A loader for an ending that had none goes through the prototype, which is null by nature. Those that are there
    // stay as they are: V8 names their frames by the property, which must be a plain one.
    const set = (_: object, ending: PropertyKey, value: unknown): boolean => {
      defineProperty(loaders, ending, { value, writable: true, enumerable: true, configurable: true });
      this.#follow();
      return true;
    };
    setPrototypeOf(loaders, new Proxy(create(null), { set }));
  }

  /** Sees whether a loader has been put in the place of one that there was. */
  look(): void {
    if (!this.#followed && loaders[".js"] !== native) this.#follow();
  }

  #follow(): void {
    this.#followed = true;
    setPrototypeOf(loaders, null);
    const { tracer, disguise } = this.#following;
    const change = ([text, path, ...rest]: unknown[]): unknown[] => {
      // A loader may also hand on what came through the hook.
      const isNew = typeof text === "string" && !text.includes(PROBES);
      if (!isNew || typeof path !== "string" || !isAbsolute(path) || !tracer.wants(path)) return [text, path, ...rest];
      const traced = tracer.trace({ path, text, typescript: false, jsx: false });
      return [traced?.code ?? text, path, ...rest];
    };
    replace(prototype, "_compile", (native) => standInFor(native, change, disguise));
  }
}
