/**
 * What `tstrace run` is to run: a script, or a command.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { TstraceError } from "../errors.ts";
import { findOnPath, isExecutable } from "./executables.ts";

/** A script runs in a runtime of our choice; a command chooses its own. */
export type Target =
  | { kind: "script"; path: string; directory: string }
  | { kind: "command"; executable: string };

const SCRIPT_EXTENSIONS = new Set([".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"]);

/**
 * Tells what `name` is: a script where it is an existing file with the extension of JavaScript or TypeScript, else a
 * command. Throws `TstraceError` (1) where it is neither, before anything was started or written.
 */
export function findTarget(name: string, workingDirectory: string, searchPath: string | undefined): Target {
  const path = resolve(workingDirectory, name);
  const status = statSync(path, { throwIfNoEntry: false });
  const scriptName = SCRIPT_EXTENSIONS.has(extname(name).toLowerCase());
  if (scriptName && status !== undefined && !status.isDirectory()) {
    return { kind: "script", path, directory: dirname(path) };
  }
  const executable = name.includes("/") ? (isExecutable(path) ? path : undefined) : findOnPath(name, searchPath);
  if (executable !== undefined) return { kind: "command", executable };
  throw new TstraceError(problem(name, scriptName, status?.isDirectory(), existsSync(path), workingDirectory));
}

function problem(name: string, scriptName: boolean, folder: boolean | undefined, there: boolean, from: string): string {
  if (folder) return `cannot run ${name}: it is a directory; name the script in it`;
  if (there) return `cannot run ${name}: it is neither a JavaScript or TypeScript file nor an executable`;
  if (scriptName) return `cannot run ${name}: there is no such file in ${from}`;
  return `cannot run ${name}: there is no such file in ${from}, and no such command on PATH`;
}
