/** What the files around a script say about it. @module */
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The file that made the decision, and for which runtime. */
export interface ProjectMarker {
  file: string;
  runtime: "deno" | "bun" | "node";
}

const MARKERS: readonly (readonly [string, ProjectMarker["runtime"]])[] = [
  ["deno.json", "deno"],
  ["deno.jsonc", "deno"],
  ["deno.lock", "deno"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["bunfig.toml", "bun"],
  ["package.json", "node"],
];

/** The project file nearest to `directory`, in it or above it; within one directory Deno's before Bun's before Node's. */
export function findProject(directory: string): ProjectMarker | undefined {
  for (let current = directory;; current = dirname(current)) {
    for (const [name, runtime] of MARKERS) {
      const file = join(current, name);
      if (existsSync(file)) return { file, runtime };
    }
    if (dirname(current) === current) return undefined;
  }
}

/**
 * The directory whose modules are traced: the project that `directory` (the script's, or the working directory of a
 * command) belongs to, or the working directory where that is wider.
 */
export function projectRoot(directory: string, workingDirectory: string): string {
  const marker = findProject(directory);
  const project = marker === undefined ? directory : dirname(marker.file);
  const wider = dirname(workingDirectory) !== workingDirectory && isWithin(project, workingDirectory);
  return wider ? workingDirectory : project;
}

function isWithin(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}
