import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root directory, absolute. */
export const root: string = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

const LEFT_OUT = new Set(["node_modules", "dist", ".git", "fixtures"]);

/** All files of the project that `wanted` wants, as sorted paths from the root with `/`. */
export function findFiles(wanted: (path: string) => boolean): string[] {
  const found: string[] = [];
  const walk = (directory: string): void => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) walk(path);
      else if (entry.isFile() && wanted(path)) found.push(path);
    }
  };
  walk("");
  return found.sort();
}
