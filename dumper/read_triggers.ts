import { TstraceError } from "../errors.ts";
import { createMatcher, explain, FilterError, parseDuration } from "../filter/mod.ts";
import type { Triggers } from "./triggers.ts";

/** Triggers as users write them. */
export interface TriggerOptions {
  /** Record from a trace on that fits this filter. */
  from?: string;
  /** Record up to a trace that fits this filter. */
  until?: string;
  /** Keep traces that fit this filter, with what lies around them. */
  around?: string;
  /** How much that is: `100` traces before and after, or a time such as `20ms`. */
  window?: string | number;
  /** Keep only so long before an exception that nobody catches: `5s`, or `keep=5s`. */
  onException?: string;
  /** Keep only calls that take longer, such as `10ms`. */
  slowerThan?: string;
  /** Keep only turns of the event loop that take longer, such as `50ms`. */
  stall?: string;
}

/** What triggers need to know of a recording, how many columns a text takes, and how users name an option. */
export interface TriggerContext {
  cwd: string;
  startedMs: number;
  width(text: string): number;
  nameOf(option: keyof TriggerOptions): string;
}

/**
 * Reads triggers; undefined where there are none.
 *
 * @throws {TstraceError} (2) where one makes no sense, with the place of the mistake in a filter.
 */
export function readTriggers(options: TriggerOptions, context: TriggerContext): Triggers | undefined {
  const { cwd, startedMs } = context;
  const { from, until, around, window, onException, slowerThan, stall } = options;
  const filters = { from, until, around };
  const durations = { onException, slowerThan, stall };
  if (Object.values({ ...filters, ...durations, window }).every((value) => value === undefined)) return undefined;
  for (const [name, filter] of Object.entries(filters)) {
    if (filter !== undefined) checkFilter(name as keyof TriggerOptions, filter, context);
  }
  if (window !== undefined && around === undefined) {
    throw new TstraceError(
      `${context.nameOf("window")} says how much ${context.nameOf("around")} keeps, which is not given`,
      2,
    );
  }
  const ns = (name: keyof typeof durations): number | undefined => {
    const text = durations[name];
    return text === undefined ? undefined : durationOf(name, text.replace(/^keep=/, ""), context);
  };
  return {
    ...filters,
    window: window === undefined ? undefined : windowOf(String(window), context),
    exceptionNs: ns("onException"),
    slowerNs: ns("slowerThan"),
    stallNs: ns("stall"),
    cwd,
    startedMs,
  };
}

function checkFilter(name: keyof TriggerOptions, filter: string, context: TriggerContext): void {
  const { cwd, startedMs, width, nameOf } = context;
  try {
    createMatcher(filter, { cwd, time: { startedMs, newestMs: startedMs } });
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new TstraceError(`${nameOf(name)}: ${explain(error, filter, width)}`, 2, { cause: error });
  }
}

function windowOf(text: string, context: TriggerContext): Triggers["window"] {
  return /^\d{1,9}$/.test(text) ? { traces: Number(text) } : { ns: durationOf("window", text, context) };
}

function durationOf(name: keyof TriggerOptions, text: string, { nameOf }: TriggerContext): number {
  const ns = /[a-zµμ]/i.test(text) ? parseDuration(text) : undefined;
  if (ns !== undefined && ns < Number.MAX_SAFE_INTEGER / 2) return ns;
  const others = name === "window" ? "a number of traces, or " : "";
  throw new TstraceError(`${nameOf(name)} ${text}: give ${others}a time with its unit, such as 10ms or 2s`, 2);
}
