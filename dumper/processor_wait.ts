import { readFileSync } from "node:fs";

/**
 * How long (ns) a thread was ready to run in its life so far, and had no processor. 0 where that cannot be known: by
 * Linux alone, and only of processes of its own. The second number of `schedstat` is the time on a run queue
 * (Documentation/scheduler/sched-stats.rst of Linux).
 */
export function processorWait(pid: number, tid: number): number {
  if (tid === 0) return 0;
  try {
    const [, waited] = readFileSync(`/proc/${pid}/task/${tid}/schedstat`, "latin1").split(" ");
    return Number(waited) || 0;
  } catch {
    return 0;
  }
}
