import type { Pattern } from "./pattern.ts";

/** What is looked for: rows that a pattern matches, or rows that pass all of these filters. */
export type Goal = { pattern: Pattern } | { filters: readonly string[] };

/** A question to the Worker that looks through the rows. */
export type Question =
  /** Which rows from `from` to before `to` belong to the goal? */
  | { type: "rows"; goal: Goal; from: number; to: number }
  /** Where in these texts does the pattern match? */
  | { type: "marks"; pattern: Pattern; texts: string[] }
  /** Why does none of the rows pass these filters? */
  | { type: "reason"; filters: readonly string[] };

/** Why nothing was found: a value that is in no trace. */
export interface Reason {
  message: string;
  start: number;
  end: number;
  options: readonly string[];
}

/** Its answer. */
export type Answer =
  /** Ascending. */
  | { type: "rows"; ids: number[] }
  /** Start and end of each hit, one after the other, for each text. */
  | { type: "marks"; marks: number[][] }
  | { type: "reason"; reason: Reason | undefined }
  | { type: "error"; message: string };

/** What goes to the Worker and comes back. */
export interface Envelope<T> {
  number: number;
  content: T;
}

/** The first message of the Worker: it runs. */
export const STARTED = "started";

/** What the Worker is started with. */
export interface ScanStart {
  /** Absolute. */
  database: string;
}
