import type { Trace } from "../store/mod.ts";
import { Kind } from "./kinds.ts";

/** Which calls are folded. Never changed, only replaced. */
export interface Folds {
  /** Calls this deep or deeper are folded; Infinity where depth folds nothing. */
  readonly depth: number;
  /** Functions all calls of which are folded, by `functionKey`. */
  readonly functions: ReadonlySet<string>;
  /** Single calls that are folded or not whatever the rest says, by id. */
  readonly calls: ReadonlyMap<number, boolean>;
  /** Calls, by id, in which what they call is folded (true), or everything unfolded, however deep (false). */
  readonly below: ReadonlyMap<number, boolean>;
}

/** Everything unfolded. */
export const NO_FOLDS: Folds = { depth: Infinity, functions: new Set(), calls: new Map(), below: new Map() };

/** Looks up a trace, shown or not. */
export type FindRow = (id: number) => Trace | undefined;

/** What tells a function from all others of the database. */
export function functionKey({ module, func, line }: Trace): string {
  return `${module}\0${func}\0${line}`;
}

/** Whether anything is folded at all. */
export function foldsAnything({ depth, functions, calls, below }: Folds): boolean {
  return depth !== Infinity || functions.size > 0 || calls.size > 0 || below.size > 0;
}

/** Whether the call is folded, whatever is around it. `isOpened`: a call around it has everything unfolded. */
export function isFolded(folds: Folds, call: Trace, isOpened: boolean = false): boolean {
  const own = folds.calls.get(call.id);
  if (own !== undefined) return own;
  if (call.parent !== null && folds.below.get(call.parent)) return true;
  if (isOpened) return false;
  return call.depth >= folds.depth || (folds.functions.size > 0 && folds.functions.has(functionKey(call)));
}

/** The call that a row belongs to; undefined where its first row is not there any more. */
export function callOf(trace: Trace, row: FindRow): Trace | undefined {
  if (trace.kind === Kind.CALL) return trace;
  return trace.call === null ? undefined : row(trace.call);
}

/** The call that the call was made from. */
export function parentOf(call: Trace, row: FindRow): Trace | undefined {
  const parent = call.parent === null ? undefined : row(call.parent);
  // Only a damaged database has a parent that is not before its child.
  return parent && parent.id < call.id ? parent : undefined;
}

/** The calls around a call, the nearest first. */
export function* callers(call: Trace, row: FindRow): Generator<Trace, void, undefined> {
  for (let at = parentOf(call, row); at; at = parentOf(at, row)) yield at;
}

/** Unfolds what hides a row. */
export function reveal(folds: Folds, id: number, row: FindRow): Folds {
  const trace = row(id);
  const call = trace && callOf(trace, row);
  if (!trace || !call || !foldsAnything(folds)) return folds;
  const around = [...(trace.id === call.id ? [] : [call]), ...callers(call, row)];
  const folded = around.filter((one) => isFolded(folds, one));
  if (folded.length === 0) return folds;
  return { ...folds, calls: new Map([...folds.calls, ...folded.map((one) => [one.id, false] as const)]) };
}
