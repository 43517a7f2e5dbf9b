import process from "node:process";
import { Script } from "node:vm";
import type { createInstrumenter } from "./instrument/mod.ts";

/** Gives the instrumenter, and loads it first where it has not been needed so far. */
export type LoadInstrumenter = typeof createInstrumenter;

// Taken now: the program may replace them before the instrumenter is needed.
const { runInThisContext } = Script.prototype;
const { getBuiltinModule } = process;
const { apply } = Reflect;

/**
 * An instrumenter that is compiled when it is needed, from `text`: tracer/instrument/mod.ts as a CommonJS bundle that
 * requires built-in modules only.
 */
export function compiledInstrumenter(text: string): LoadInstrumenter {
  return (secrets) => {
    const script = new Script(`(function (module, exports, require) {${text}\n})`, { filename: "tstrace:instrument" });
    const module = { exports: {} as { createInstrumenter: LoadInstrumenter } };
    const run = apply(runInThisContext, script, []);
    run(module, module.exports, (name: string) => apply(getBuiltinModule, process, [name]));
    return module.exports.createInstrumenter(secrets);
  };
}
