import { type Environment, hasHook, hookOptions, withHook } from "./hook_environment.ts";
import { type Change, replace, standInFor } from "./stand_in.ts";
import type { Following } from "./types.ts";

interface CommandOptions {
  env?: Environment;
  clearEnv?: boolean;
}

const { Deno } = globalThis as unknown as { Deno: object };

/** Has the hook stay in the environment of what Deno's own functions start, also where the program clears it. */
export function followCommands({ hook, disguise }: Pick<Following, "hook" | "disguise">): void {
  const change: Change = (args) => {
    const at = Array.isArray(args[1]) ? 2 : 1;
    const options = args[at] as CommandOptions | undefined;
    if (typeof options !== "object" || options === null) return args;
    const { env, clearEnv } = options;
    const own = env !== undefined && ("NODE_OPTIONS" in env || "BUN_OPTIONS" in env);
    // Otherwise the program's own environment is there beneath, with the hook in it.
    if (!clearEnv && !own) return args;
    if (env !== undefined && hasHook(env, hook)) return args;
    const traced = clearEnv ? withHook(env ?? {}, hook) : withOwn(env!, hook);
    return args.with(at, { ...options, __proto__: Object.getPrototypeOf(options), env: traced });
  };
  for (const name of ["Command", "spawn", "spawnAndWait", "spawnAndWaitSync"]) {
    replace(Deno, name, (native) => standInFor(native, change, disguise));
  }
}

/** Adds to the options that the program replaces only. */
function withOwn(env: Environment, hook: string): Environment {
  const both = withHook(env, hook);
  const names = Object.keys(hookOptions(hook)).filter((name) => name in env);
  return { ...env, ...Object.fromEntries(names.map((name) => [name, both[name]])) };
}
