/**
 * How the hook gets into the program and its children: through the variables in which Node, Deno and Bun take options.
 *
 * @module
 */

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
  // Deno reads NODE_OPTIONS too, but understands only `--require X` in two words.
  environment.NODE_OPTIONS = joined(base.NODE_OPTIONS, `--require "${hook}"`);
  // Bun drops a quoted option that stands behind an option without a value: ours goes first, and quoted as a whole.
  environment.BUN_OPTIONS = joined(`"--preload=${hook}"`, base.BUN_OPTIONS);
  return environment;
}

function joined(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part.trim() !== "").join(" ");
}
