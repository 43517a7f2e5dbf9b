import { visible } from "./visible.ts";

/** A module's path as it is shown: relative to the recording's working directory where it lies below it. */
export function shownModule(module: string | null, cwd: string): string {
  if (module === null) return "?";
  const below = cwd !== "" && module.startsWith(cwd) && module[cwd.length] === "/";
  return visible(below ? module.slice(cwd.length + 1) : module);
}
