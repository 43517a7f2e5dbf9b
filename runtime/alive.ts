import process from "node:process";

// Taken before the program can replace it.
const kill = process.kill.bind(process);

/** Whether there is a process of this number; true where that cannot be told. */
export function isAlive(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}
