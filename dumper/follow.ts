/**
 * Follows the records of a thread: which calls are open, and what is counted.
 *
 * @module
 */
import type { TracedThread } from "./thread.ts";

/** Kinds of records, as in proto/trace.proto. */
export const Kind = { CALL: 0, RETURN: 1, EXCEPTION: 2, LOG: 3, OVERFLOW: 4, YIELD: 5, AWAIT: 6, RESUME: 7 } as const;

/** What stands for the row of a call that was left out, among the open calls: what it calls is left out too. */
export const LEFT_OUT = -1;

/** The same for one that was left out, but may be stored later, for what comes of it. */
export const DORMANT = -2;

/** What `lasted` is where nobody knows how long the call took. */
export const UNKNOWN: number = Number.MAX_SAFE_INTEGER;

/** Whether a probe writes records of this kind. */
export function isKnown(kind: number): boolean {
  return kind >= Kind.CALL && kind <= Kind.RESUME && kind !== Kind.OVERFLOW;
}

/** Follows a record that is not stored; `row` is what then stands for the row of a call that begins. */
export function skip(thread: TracedThread, row = 0): void {
  const { cursor, open } = thread;
  if (cursor.kind === Kind.CALL) {
    const parent = open.find(thread.calls - cursor.parent);
    const around = parent >= 0 ? open.rows[parent] : 0;
    begin(thread, around === LEFT_OUT ? LEFT_OUT : row, parent, parent >= 0 ? open.depths[parent] + 1 : 0);
    return;
  }
  if (!isKnown(cursor.kind)) return;
  const slot = open.find(thread.calls - cursor.call);
  count(thread, slot);
  if (slot >= 0 && cursor.lasted < 0 && (cursor.kind === Kind.RETURN || cursor.kind === Kind.EXCEPTION)) {
    if (open.rows[slot] === DORMANT) thread.dormant.end(thread.calls - cursor.call);
    open.close(slot);
  }
}

/** Follows a record that is left out by choice; `mayWake`: if it is a CALL, it may be stored later. */
export function leaveOut(thread: TracedThread, mayWake: boolean): void {
  const { cursor, calls, dormant } = thread;
  thread.leaveOut(1);
  const isDormant = cursor.kind === Kind.CALL && mayWake;
  if (isDormant) dormant.add(calls + 1, Math.max(0, calls - cursor.parent), cursor.bytes, cursor.values, cursor.end);
  skip(thread, isDormant ? DORMANT : LEFT_OUT);
}

/** The call whose CALL record is under the cursor begins; `parent` is the slot of its parent, `row` the id of its row. */
export function begin(thread: TracedThread, row: number, parent: number, depth: number): void {
  const { cursor, open, statistics, now } = thread;
  const fn = thread.source.functions.get(cursor.function) ? cursor.function : -1;
  const parentId = Math.max(0, thread.calls - cursor.parent);
  const { isCounted } = thread;
  const index = isCounted ? 0 : statistics.call(parentId, parent, fn, thread.elapsed);
  const id = ++thread.calls;
  const slot = open.open(id, row, now, depth, cursor.function);
  if (!isCounted) statistics.began(slot, id, fn, index, now);
}

/**
 * Counts the record under the cursor, which is no CALL; `slot` is that of its call, or of the one around it where its own
 * was not recorded.
 */
export function count(thread: TracedThread, slot: number): void {
  if (thread.isCounted) return;
  const { cursor, open, statistics, elapsed, now } = thread;
  // The call itself was counted where it ran, but for how it ended where nobody measured it.
  if (cursor.lasted >= 0) {
    if (cursor.lasted === UNKNOWN && thread.source.functions.get(cursor.function)) {
      statistics.endAlone(cursor.function, cursor.kind);
    }
    return statistics.other(slot, elapsed);
  }
  const id = thread.calls - cursor.call;
  const named = slot >= 0 ? open.functions[slot] : cursor.function;
  const fn = thread.source.functions.get(named) ? named : -1;
  switch (cursor.kind) {
    case Kind.RETURN:
    case Kind.EXCEPTION:
      return statistics.end(slot, id, fn, cursor.kind, elapsed, now);
    case Kind.AWAIT:
    case Kind.YIELD:
      return statistics.suspend(slot, id, elapsed, now);
    case Kind.RESUME:
      return statistics.resume(slot, id, fn, elapsed, now);
    default:
      return statistics.other(slot, elapsed);
  }
}
