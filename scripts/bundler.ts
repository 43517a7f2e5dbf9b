/** How `bun build` is called. @module */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import process from "node:process";
import { root } from "./files.ts";

/** The Bun that the project brings. */
export const bunExecutable: string = join(root, "node_modules", "bun", "bin", "bun.exe");

// What is not needed at run time in every runtime stays an import: modules of Bun, and `node:` as ever.
const external = ["bun", "bun:*", "node:*"].flatMap((name) => ["--external", name]);

/** Options for a bundle that Deno, Bun and Node load. */
export const bundlerOptions: readonly string[] = [
  "--target=node",
  // Of a package that is both, ES modules: what loads CommonJS by names that it computes cannot be bundled.
  ...["--main-fields=module", "--main-fields=main"],
  ...external,
  "--minify-whitespace",
  "--minify-syntax",
];

/** The environment without what would change how runtimes run. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_OPTIONS: "", BUN_OPTIONS: "" };
}

/**
 * Bundles the file `entry` into `outfile`; `constants` are strings for the names that it declares. Throws with what Bun
 * said where that fails.
 */
export function bundle(
  entry: string,
  outfile: string,
  format: "cjs" | "esm",
  constants: Record<string, string> = {},
): void {
  const defined = Object.entries(constants).map(([name, value]) => `--define=${name}=${JSON.stringify(value)}`);
  build(entry, [`--outfile=${outfile}`, `--format=${format}`, ...defined, ...bundlerOptions]);
}

/** Bundles the file `entry` for browsers, as small as can be; returns the script. Throws as `bundle` does. */
export function bundleText(entry: string): string {
  return build(entry, ["--target=browser", "--format=iife", "--minify"]).trim();
}

function build(entry: string, options: readonly string[]): string {
  const words = ["build", resolve(root, entry), ...options];
  const result = spawnSync(bunExecutable, words, { encoding: "utf8", cwd: root, env: plainEnvironment() });
  if (result.status !== 0) throw new Error(`bun build ${entry} failed: ${result.error?.message ?? result.stderr}`);
  return result.stdout;
}
