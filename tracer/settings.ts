import type { Selection } from "./select.ts";
import type { Secrets } from "./secret.ts";
import type { SharedOptions } from "./shared_ring.ts";
import type { Budget } from "./budget.ts";

/** What `tstrace run` tells the hook in the traced program. */
export interface Settings {
  /** Absolute path of the database. */
  database: string;
  /** `recordings.id`. */
  recording: number;
  /** How many traces the database keeps, 0 for all. */
  maxTraces: number;
  /** How many bytes it may have, 0 for as many as it needs. */
  maxBytes: number;
  /** Bytes of a thread's ring. */
  ringSize: number;
  /** Whether each record's time is read from the clock, or most are taken from what the dumper says of it. */
  clock?: "exact" | "coarse";
  /** How records leave the program: through mapped files, by a Worker inside it, or whichever can be had. */
  transport: "auto" | "shared" | "worker";
  /** For mapped files. */
  shared: SharedOptions;
  /** For a Worker inside the program: absolute path of its script. */
  worker: string;
  /** A file that the first such Worker makes that says why traces are not stored; empty for none. */
  toldFile: string;
  /** The file in which users say what is to be recorded while it runs; absent where nobody can. */
  control?: string;
  /** Where instrumented code is kept between runs; empty for nowhere. */
  cacheDir: string;
  /** How many calls a second of a function of a thread are recorded; absent or 0: all. */
  autoMute?: number;
  /** How much longer a thread may take than untraced, as a part of that: 0.5 is one and a half times as long; absent: as needed. */
  slowdown?: number;
  /** Which calls are stored, as the dumper has it; absent for all. */
  choice?: { depthLimit: number; sample: number };
  /** What else decides on that, as the dumper has it; what was thrown is told where `exceptionNs` is there. */
  triggers?: { exceptionNs?: number };
  /** What nobody may read in a trace. */
  secrets?: Secrets;
  /** What is traced. */
  selection: Selection;
  /** How much of a value is recorded; as much as usual where it is absent. */
  budget?: Budget;
  /** Absolute path of the recording's own hook file. */
  hook: string;
}
