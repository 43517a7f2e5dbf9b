/**
 * How the hook gets into a process: through the variables in which Node, Deno and Bun take options.
 *
 * @module
 */

/** An environment as a program hands it over. */
export type Environment = Record<string, unknown>;

/** The options that bring in the hook, an absolute path without `"` or `\`, which Bun could not read. */
export function hookOptions(hook: string): { NODE_OPTIONS: string; BUN_OPTIONS: string } {
  // Deno reads NODE_OPTIONS too, but understands only `--require X` in two words.
  return { NODE_OPTIONS: `--require "${hook}"`, BUN_OPTIONS: `"--preload=${hook}"` };
}

/** Whether a process with this environment gets the hook, whichever runtime it is. */
export function hasHook(environment: Environment, hook: string): boolean {
  const { NODE_OPTIONS, BUN_OPTIONS } = environment;
  return `${NODE_OPTIONS}`.includes(hook) && `${BUN_OPTIONS}`.includes(hook);
}

/** `environment` with the hook added to its `NODE_OPTIONS` and `BUN_OPTIONS`, and nothing else. */
export function withHook<E extends Environment>(environment: E, hook: string): E {
  const options = hookOptions(hook);
  const { NODE_OPTIONS, BUN_OPTIONS } = environment;
  return {
    ...environment,
    NODE_OPTIONS: joined(NODE_OPTIONS, hook, (given) => `${given} ${options.NODE_OPTIONS}`, options.NODE_OPTIONS),
    // Bun drops a quoted option that stands behind an option without a value: ours goes first, and quoted as a whole.
    BUN_OPTIONS: joined(BUN_OPTIONS, hook, (given) => `${options.BUN_OPTIONS} ${given}`, options.BUN_OPTIONS),
  };
}

function joined(given: unknown, hook: string, join: (given: string) => string, alone: string): string {
  if (typeof given !== "string" || given.trim() === "") return alone;
  return given.includes(hook) ? given : join(given);
}
