import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { Patterns, Selection } from "./select.ts";

/** What the command line and the environment say of what is to be traced. */
export interface SelectionOptions {
  include: readonly string[];
  exclude: readonly string[];
  /** Directories, separated as in PATH. */
  modules: string | undefined;
}

/** Puts each pattern where it belongs: paths, installed packages, functions. */
export function selectionOf(root: string, options: SelectionOptions, workingDirectory: string): Selection {
  const folders = (options.modules ?? "").split(delimiter).filter((folder) => folder !== "");
  return {
    root,
    folders: folders.map((folder) => resolve(workingDirectory, folder)),
    include: sorted(options.include, root),
    exclude: sorted(options.exclude, root),
  };
}

function sorted(patterns: readonly string[], root: string): Patterns {
  const result: Patterns = { paths: [], packages: [], functions: [] };
  for (const pattern of patterns) result[kindOf(pattern, root)].push(pattern);
  return result;
}

function kindOf(pattern: string, root: string): keyof Patterns {
  if (/^@[\w.~-]+\/[\w.~-]+$/.test(pattern)) return "packages";
  if (/[\\/]|\*\*|\.[cm]?[jt]sx?$/.test(pattern)) return "paths";
  // A mere name can be any of the three: it is what there is on disk, else a function.
  if (!/^[\w.~-]+$/.test(pattern)) return "functions";
  if (isInstalled(pattern, root)) return "packages";
  return existsSync(join(root, pattern)) ? "paths" : "functions";
}

function isInstalled(name: string, root: string): boolean {
  for (let directory = root;; directory = resolve(directory, "..")) {
    if (existsSync(join(directory, "node_modules", name))) return true;
    if (directory === resolve(directory, "..")) return false;
  }
}
