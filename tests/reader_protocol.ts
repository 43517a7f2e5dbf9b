import type { StyledRun } from "./reader_styles.ts";

/** What a test asks of the terminal that tests/reader_terminal.ts plays. */
export interface Scenario {
  command: string[];
  columns: number;
  lines: number;
  env: Record<string, string>;
  /** The database that `traces` steps write to. */
  database: string;
  steps: Step[];
}

/** One thing after another; a wait looks at the screen as a user would, until it shows the regular expression. `traces` adds so many,
 * `newest` keeps only so many, `file` is done to the file of the database. */
export type Step =
  | { send: string }
  | { wait: string }
  | { keep: string }
  /** Waits until this text is shown in reverse video. */
  | { marked: string }
  | { resize: [columns: number, lines: number] }
  /** To another size than it has, and waits until the reader has drawn it. */
  | { redraw: [columns: number, lines: number] }
  | { signal: "SIGTERM" | "SIGHUP" }
  | { traces: number }
  | { newest: number }
  | { file: "append" | "replace" | "remove" | "damage" | "truncate" }
  | { exit: true };

/** What is on the screen. */
export interface Snapshot {
  lines: string[];
  /** The same with its styles. */
  runs: StyledRun[][];
  isAlternate: boolean;
}

/** How it went. */
export interface Outcome {
  kept: Record<string, Snapshot>;
  /** The screen at the end, after the program has exited. */
  end: Snapshot;
  exitCode: number | null;
  signal: string | null;
  /** Whether the terminal edits lines and echoes, as a shell expects it. */
  isCooked: boolean;
  isCursorVisible: boolean;
  /** All that the program wrote. */
  output: string;
  /** What a step waited for in vain, with the screen; null where all went well. */
  failure: string | null;
}
