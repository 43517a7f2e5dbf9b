/** What decides which of the traces are kept, beside their number. All of it must want a trace. */
export interface Triggers {
  /** Filters on the traces that open and close the recording, and on those that are kept with what lies around them. */
  from?: string;
  until?: string;
  around?: string;
  /** How much that is: so many traces before and after of the same thread, or so long (ns), of all threads. */
  window?: { traces: number } | { ns: number };
  /** Keep what was less than this (ns) before an exception that nobody catches. */
  exceptionNs?: number;
  /** Keep calls that take longer (ns). */
  slowerNs?: number;
  /** Keep turns of the event loop that take longer (ns). */
  stallNs?: number;
  /** For filters: working directory of the recording, and when it began, ms since 1970. */
  cwd: string;
  startedMs: number;
}

/** How much is kept around a trace where nothing is said. */
export const USUAL_WINDOW = { traces: 100 } as const;
