import { withHook } from "../runtime/hook_environment.ts";

/**
 * The program's environment: `base` with the hook added to what the user has in `NODE_OPTIONS` and `BUN_OPTIONS`.
 * `hook` is an absolute path without `"` or `\`, which Bun could not read.
 */
export function tracedEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  hook: string,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined) environment[name] = value;
  }
  return withHook(environment, hook);
}
