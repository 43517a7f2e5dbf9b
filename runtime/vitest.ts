import { isAbsolute } from "node:path";
import process from "node:process";
import vm from "node:vm";
import { type Change, replace, standInFor } from "./stand_in.ts";
import type { Following, ModuleTracer } from "./types.ts";

/** How vitest has a module begin and end: it makes it the body of a function, and runs that. */
const WRAPPED = /^((?:(['"])use strict\2;)?async\s*\([^()]*\)\s*=>\s*\{\{)(.*)(\}\}\s*)$/s;

/**
 * Traces modules that a test runner loads by itself and runs as scripts: vitest, which says in the environment that it
 * is there.
 */
export function followVitest({ tracer, disguise }: Pick<Following, "tracer" | "disguise">): void {
  if (!process.env.VITEST) return;
  const native = vm.runInContext;
  const here: Change = ([code, options, ...rest]) => [tracedScript(code, options, tracer), options, ...rest];
  const inContext: Change = ([code, context, options, ...rest]) => {
    const traced = tracedScript(code, options, tracer);
    if (traced !== code) shareProbes(native("globalThis", context as vm.Context));
    return [traced, context, options, ...rest];
  };
  replace(vm, "runInThisContext", (native) => standInFor(native, here, disguise));
  replace(vm, "runInContext", (native) => standInFor(native, inContext, disguise));
}

function tracedScript(code: unknown, options: unknown, tracer: ModuleTracer): unknown {
  const { filename: path } = (options ?? {}) as { filename?: unknown };
  if (typeof code !== "string" || typeof path !== "string" || !isAbsolute(path) || !tracer.wants(path)) return code;
  const match = WRAPPED.exec(code);
  if (!match) return code;
  const [, begin, , text, end] = match;
  const traced = tracer.trace({ path, text, typescript: false, jsx: false });
  return traced ? `${begin}${traced.code}\n${end}` : code;
}

/** Another context has a global object of its own. */
function shareProbes(other: object): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!name.startsWith("$tstrace") || Object.hasOwn(other, name)) continue;
    Object.defineProperty(other, name, Object.getOwnPropertyDescriptor(globalThis, name)!);
  }
}
