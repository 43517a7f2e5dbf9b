import type { Selection } from "./select.ts";

/** What `tstrace run` tells the hook in the traced program. */
export interface Settings {
  /** Absolute path of the database. */
  database: string;
  /** How many traces the database keeps, 0 for all. */
  maxTraces: number;
  /** Bytes of a thread's ring. */
  ringSize: number;
  /** Absolute path of the dumper's script. */
  worker: string;
  /** Where instrumented code is kept between runs; empty for nowhere. */
  cacheDir: string;
  /** What is traced. */
  selection: Selection;
  /** Absolute path of the recording's own hook file. */
  hook: string;
}
