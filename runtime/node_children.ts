import childProcess from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { type Environment, hasHook, withHook } from "./hook_environment.ts";
import { type Change, replace, standInFor } from "./stand_in.ts";
import type { Following } from "./types.ts";

/** Functions that start a process, and where their options stand behind what is optional. */
export const STARTERS = {
  spawn: 2,
  spawnSync: 2,
  execFile: 2,
  execFileSync: 2,
  fork: 2,
  exec: 1,
  execSync: 1,
} as const;

/**
 * Has the hook stay in the environment of child processes, also where the program gives them one of their own.
 * `mayRead` tells whether the process' own environment may be read.
 */
export function followChildren({ hook, disguise }: Pick<Following, "hook" | "disguise">, mayRead = true): void {
  for (const [name, last] of Object.entries(STARTERS)) {
    replace(childProcess, name, (native) => {
      const change: Change = (args) => withTracedOptions(args, last, hook, mayRead);
      const { custom } = promisify;
      const promised = (native as unknown as Record<symbol, unknown>)[custom];
      const statics = typeof promised === "function" ? { [custom]: standInFor(promised, change, disguise) } : {};
      return standInFor(native, change, disguise, statics);
    });
  }
}

/** The arguments with an environment that holds the hook. `last`: the options' place where nothing is left out. */
function withTracedOptions(args: unknown[], last: number, hook: string, mayRead: boolean): unknown[] {
  const skipsList = last === 2 && isOptions(args[1]);
  const at = skipsList ? 1 : last;
  const options = args[at];
  // What is no object there is for the runtime to complain about.
  if (isOptions(options)) {
    const env = (options as { env?: unknown }).env ?? undefined;
    if (env !== undefined && (typeof env !== "object" || hasHook(env as Environment, hook))) return args;
    if (env === undefined && (!mayRead || hasHook(process.env, hook))) return args;
    const given = (env ?? process.env) as Environment;
    const traced = Object.setPrototypeOf(withHook(given, hook), Object.getPrototypeOf(given));
    return args.with(at, { ...options, __proto__: Object.getPrototypeOf(options), env: traced });
  }
  if (!mayRead || hasHook(process.env, hook)) return args;
  const added = { env: withHook(process.env, hook) };
  if (options === undefined || options === null) {
    const padded = args.length < at ? [...args, ...Array(at - args.length).fill(undefined)] : args;
    return [...padded.slice(0, at), added, ...padded.slice(at + 1)];
  }
  return typeof options === "function" ? args.toSpliced(at, 0, added) : args;
}

function isOptions(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
