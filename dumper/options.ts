import type { Choice } from "./choice.ts";
import type { Redaction } from "./redact.ts";
import type { Source } from "./source.ts";
import type { Triggers } from "./triggers.ts";
import type { Bounds } from "./watch.ts";

/** What a dumper works for. */
export interface DumperOptions extends Bounds {
  /** How many traces to keep; 0: all. */
  maxTraces: number;
  /** How many bytes the database may have; 0: as many as it needs. */
  maxBytes?: number;
  /** Which of the records are stored; all where nothing is said. */
  choice?: Choice;
  /** What else decides on that. */
  triggers?: Triggers;
  /** What nobody may read in a value. */
  redact?: Redaction;
  /** What the names of files begin with in which records wait that memory has no room for; none without it. */
  spill?: string;
  /** Takes what has been announced; called after bytes were copied out of the rings and before they are decoded. */
  takeMessages(): void;
  /** All that this ring will ever hold is stored. */
  ended?(source: Source): void;
  /** A clock in milliseconds. */
  now(): number;
  /** The machine's monotonic clock, ns; 0 where it cannot be read. */
  monotonicNs?(): number;
}
