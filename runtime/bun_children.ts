import process from "node:process";
import { type Environment, hasHook, withHook } from "./hook_environment.ts";
import { type Change, replace, standInFor } from "./stand_in.ts";
import type { Following } from "./types.ts";

interface SpawnOptions {
  env?: unknown;
}

interface BunSpawns {
  $: { Shell: { prototype: object }; ShellPromise: { prototype: object } };
}

const { Bun } = globalThis as unknown as { Bun: BunSpawns };

/**
 * Has the hook stay in the environment of child processes, also where the program gives them one of their own.
 * `node:child_process` comes through `Bun.spawn` and `Bun.spawnSync` too.
 */
export function followChildren({ hook, disguise }: Pick<Following, "hook" | "disguise">): void {
  const { BUN_BE_BUN } = process.env;
  const traced = (env: unknown): unknown => {
    if (typeof env !== "object" || env === null) return env;
    if (hasHook(env as Environment, hook)) return env;
    const hooked = withHook(env as Environment, hook);
    // The executable of tstrace is a Bun only where this is set.
    return BUN_BE_BUN === undefined ? hooked : { BUN_BE_BUN, ...hooked };
  };
  const spawn: Change = (args) => {
    const at = Array.isArray(args[0]) ? 1 : 0;
    const options = args[at] as SpawnOptions | undefined;
    const env = options?.env;
    const changed = traced(env);
    if (changed === env) return args;
    return args.with(at, { ...options, __proto__: Object.getPrototypeOf(options), env: changed });
  };
  replace(Bun, "spawn", (native) => standInFor(native, spawn, disguise));
  replace(Bun, "spawnSync", (native) => standInFor(native, spawn, disguise));
  const shell: Change = ([env, ...rest]) => [traced(env), ...rest];
  for (const { prototype } of [Bun.$.Shell, Bun.$.ShellPromise]) {
    replace(prototype, "env", (native) => standInFor(native, shell, disguise));
  }
}
