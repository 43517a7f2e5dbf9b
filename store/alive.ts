import { readFileSync } from "node:fs";

/** Whether there is a process of this number that has not ended; one that only waits to be buried has. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const [state] = statFields(pid) ?? [];
  return state !== "Z" && state !== "X";
}

/** What Linux' `/proc/PID/stat` tells from the third field, the state, on; undefined where there is none. */
export function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field, the program's name, may hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** Whether the environment that a process was started with holds a text; undefined where that cannot be told. */
export function hasInEnvironment(pid: number, text: string): boolean | undefined {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(text);
  } catch {
    return undefined;
  }
}
