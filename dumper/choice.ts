import { Kind, LEFT_OUT } from "./follow.ts";
import type { TracedThread } from "./thread.ts";

/** Which calls are stored, of those that are recorded. All are counted. */
export interface Choice {
  /** Calls with so many others around them, and deeper ones, are left out; 0: none. */
  depthLimit: number;
  /** One in so many top-level calls is kept, with all in it; 1: all. */
  sample: number;
}

/** Whether the record under the thread's cursor is to be stored. The answer is the same whenever it is asked for. */
export function isChosen(thread: TracedThread, { depthLimit, sample }: Choice): boolean {
  const { cursor, open } = thread;
  if (cursor.kind !== Kind.CALL) {
    const slot = open.find(thread.calls - cursor.call);
    if (slot < 0) return true;
    // The end of a call that was not recorded speaks of the one around it.
    const isTooDeep = cursor.lasted >= 0 && depthLimit > 0 && open.depths[slot] + 1 >= depthLimit;
    return open.rows[slot] !== LEFT_OUT && !isTooDeep;
  }
  const parent = open.find(thread.calls - cursor.parent);
  if (parent >= 0 && open.rows[parent] === LEFT_OUT) return false;
  if (depthLimit > 0 && parent >= 0 && open.depths[parent] + 1 >= depthLimit) return false;
  if (sample <= 1 || isModule(thread, cursor.function)) return true;
  // A module's body is around all that a script does: what it calls counts as top-level.
  const isTopLevel = parent < 0 || isModule(thread, open.functions[parent]);
  return !isTopLevel || scattered(thread.calls + 1) % sample === 0;
}

function isModule({ source }: TracedThread, fn: number): boolean {
  return source.functions.get(fn)?.info.kind === "module";
}

/** A call's id, scattered: every so manieth call may be of one kind alone. */
function scattered(id: number): number {
  const mixed = Math.imul(id ^ (id >>> 15), 0x2c1b3c6d);
  return (Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) ^ (mixed >>> 15)) >>> 0;
}
