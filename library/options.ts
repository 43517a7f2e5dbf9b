import type { TriggerOptions } from "../dumper/read_triggers.ts";
import { TstraceError } from "../errors.ts";

/** What to trace, what of it to keep, and where. */
export interface TracingOptions extends TriggerOptions {
  /** The database; by default `traces.sqlite` in the working directory. */
  db?: string;
  /** How many of the newest traces to keep, 0 for all; by default 1 000 000. */
  maxTraces?: number;
  /** How many bytes the database may take, at least 1 MiB; by default as many as it needs. */
  maxSize?: number;
  /** Bytes of memory for traces that are not yet stored, from 2 MiB to 1 GiB; by default 16 MiB. */
  ringSize?: number;
  /**
   * How times are taken: `exact`, the default, reads the clock for each record; `coarse` takes most of them from a stamp
   * that the thread that stores the traces keeps up to date.
   */
  clock?: "exact" | "coarse";
  /** Add to the database instead of putting the one that is there aside. */
  append?: boolean;
  /** Modules below this directory are traced, but for installed packages; by default the working directory. */
  root?: string;
  /** What to trace beside that, as `--include`: paths, packages, or only these functions. */
  include?: readonly string[];
  /** What not to trace, as `--exclude`. */
  exclude?: readonly string[];
  /** What no value is recorded of, as `--redact`: names of keys and parameters, or paths such as `user.card.number`. */
  redact?: readonly string[];
  /** A function that is called more often a second is only measured, as with `--auto-mute`; 0, the default: never. */
  autoMute?: number;
  /**
   * How much longer the thread may take than untraced, as a part of that: 0.5 is the same as `--budget 50%`; 0, the
   * default: as much as it takes.
   */
  budget?: number;
}

const MiB = 1024 ** 2;

/** What an option must be, in words and as a check. */
const RULES: Readonly<Record<keyof TracingOptions, readonly [what: string, holds: (value: unknown) => boolean]>> = {
  db: ["a path", isText],
  maxTraces: ["a whole number from 0", (value) => isWhole(value, 0, Number.MAX_SAFE_INTEGER)],
  maxSize: ["a number of bytes from 1 MiB", (value) => isWhole(value, MiB, Number.MAX_SAFE_INTEGER)],
  ringSize: ["a number of bytes from 2 MiB to 1 GiB", (value) => isWhole(value, 2 * MiB, 1024 * MiB)],
  clock: ["exact or coarse", (value) => value === "exact" || value === "coarse"],
  append: ["true or false", (value) => typeof value === "boolean"],
  root: ["a path", isText],
  include: ["a list of patterns", (value) => Array.isArray(value) && value.every(isText)],
  exclude: ["a list of patterns", (value) => Array.isArray(value) && value.every(isText)],
  from: ["a filter", isText],
  until: ["a filter", isText],
  around: ["a filter", isText],
  window: ["a number of traces, or a time such as 20ms", (value) => isText(value) || isWhole(value, 0, 1e9)],
  onException: ["a time such as 5s", isText],
  slowerThan: ["a time such as 10ms", isText],
  stall: ["a time such as 50ms", isText],
  redact: ["a list of names", (value) => Array.isArray(value) && value.every(isText)],
  autoMute: ["a whole number from 0", (value) => isWhole(value, 0, Number.MAX_SAFE_INTEGER)],
  budget: ["a number from 0, such as 0.5", (value) => Number.isFinite(value) && Number(value) >= 0],
};

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** Throws `TstraceError` (2) where an option is not known or not what it must be. */
export function checkOptions(options: TracingOptions): void {
  if (options === null || typeof options !== "object") {
    throw new TstraceError(`tracing options must be an object, got ${String(options)}`, 2);
  }
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name as keyof TracingOptions] : undefined;
    if (rule === undefined) {
      throw new TstraceError(`there is no tracing option ${name}, the options are ${Object.keys(RULES).join(" ")}`, 2);
    }
    if (value === undefined || rule[1](value)) continue;
    throw new TstraceError(`the tracing option ${name} must be ${rule[0]}, got ${JSON.stringify(value)}`, 2);
  }
}
