/** Finding programs as a shell would. @module */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Whether `path` is a file that may be executed. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The executable that `name` names in `searchPath` (the value of `PATH`), or undefined. */
export function findOnPath(name: string, searchPath: string | undefined): string | undefined {
  for (const directory of (searchPath ?? "").split(delimiter)) {
    const path = join(directory === "" ? "." : directory, name);
    if (isExecutable(path)) return path;
  }
  return undefined;
}
