import type { Catalogue } from "../analysis/mod.ts";

/** A thread as formats name it that know pids and tids alone. */
export interface NumberedThread {
  /** `threads.id`. */
  id: number;
  /** The pid, or another number where an earlier process of the recording had the same. */
  pid: number;
  tid: number;
  process: string;
  name: string;
}

/** Numbers that are used where a pid or tid is taken; no system has such pids. */
const BEYOND = 10_000_000;

/** The threads, each with a pair of numbers of its own. */
export function numberThreads({ threads }: Catalogue): NumberedThread[] {
  const pids = new Map<number, number>();
  const taken = new Set<number>();
  const used = new Set<string>();
  return [...threads.values()].map(({ id, process, pid, tid, name, runtime, command }) => {
    let shown = pids.get(process);
    if (shown === undefined) {
      for (shown = pid; taken.has(shown);) shown += BEYOND;
      taken.add(shown);
      pids.set(process, shown);
    }
    let number = tid;
    while (used.has(`${shown}/${number}`)) number += BEYOND;
    used.add(`${shown}/${number}`);
    return { id, pid: shown, tid: number, process: `${runtime} ${command}`.trim(), name };
  });
}
