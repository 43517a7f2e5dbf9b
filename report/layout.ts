/**
 * How a report holds calls: what its writer and the page in it have in common.
 *
 * A thread's calls are a list of events: each has an operation, the time (ns) and the number of records since the event
 * before it, and some have a reference. Events are cut into blocks; each is two texts in the page, deflated and in base64: the events, which the
 * page reads at once, and, behind all of those and in the same order, the values, which it reads where somebody looks.
 *
 * @module
 */

/** What an event is. From `CALL` on, the number of the function is added. */
export const Op = {
  /** The call on top of the stack returns, throws, or leaves the stack without an end: it may come back. */
  RETURN: 0,
  THROW: 1,
  LEAVE: 2,
  /** A call that is not on the stack ends. Its reference: how many calls of the thread began after it. */
  RETURN_ASIDE: 3,
  THROW_ASIDE: 4,
  /** A call that left the stack is on it again. Its reference: as above. */
  RESUME: 5,
  /** Something was told by `log` or `mark`. */
  EVENT: 6,
  /** Records were lost here. Its reference: how many. */
  LOST: 7,
  CALL: 8,
} as const;

/** In the place of a text's length: there is none, it was left out of the report. Else its bytes and `TEXT`. */
export const Length = { NONE: 0, LEFT_OUT: 1, TEXT: 2 } as const;

/** A thread in a report. */
export interface ReportThread {
  pid: number;
  tid: number;
  name: string;
  /** Name and version, and what it ran. */
  process: string;
  /** How many events, calls, and times on the stack it has, and how deep its stack became. */
  events: number;
  calls: number;
  slices: number;
  depth: number;
}

/** A function in a report: name, module, line, and whether it may wait. */
export type ReportFunction = readonly [name: string, module: string, line: number];

/** All of a report but its events. */
export interface ReportMeta {
  version: string;
  command: string;
  /** The filter that chose the calls; empty where there was none. */
  filter: string;
  /** What times count from: ms since 1970. */
  startedMs: number;
  /** When the first and the last event were, ns. */
  from: number;
  to: number;
  traces: number;
  /** What a record cost the program at least, ns; 0 where that is not known, or not to be taken off. */
  recordCost: number;
  threads: ReportThread[];
  functions: ReportFunction[];
  /** What was left out, a sentence each. */
  notes: string[];
}
