/** Plays scenarios with the reader in a pseudo-terminal. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addTraces, makeDatabase } from "./reader_database.ts";
import type { Outcome, Step } from "./reader_protocol.ts";
import { environment, inDirectory, root, type Target, targets } from "./runtimes.ts";

/** What runs the reader alone. */
export const subject: string = fileURLToPath(new URL("./reader_subject.ts", import.meta.url));
const terminal = fileURLToPath(new URL("./reader_terminal.ts", import.meta.url));
const bun = targets.find((target) => target.name === "Bun")?.plain[0] ?? "bun";

/** How a scenario is played. */
export interface Options {
  mode?: string;
  columns?: number;
  lines?: number;
  env?: Record<string, string>;
  /** Instead of the reader. */
  command?: string[];
}

/** Takes the steps with the reader of `target` on `database`, in a terminal of 100 columns and 10 lines. */
export function play(target: Target, database: string, steps: Step[], options: Options = {}): Outcome {
  const command = options.command ?? [...target.plain, subject, database, ...(options.mode ? [options.mode] : [])];
  const { columns = 100, lines = 10, env = {} } = options;
  const scenario = { command, columns, lines, env, database, steps };
  const { stdout, stderr } = spawnSync(bun, [terminal], {
    input: JSON.stringify(scenario),
    encoding: "utf8",
    env: environment({}),
    cwd: root,
    maxBuffer: 64 * 1024 ** 2,
    timeout: 120_000,
  });
  assert.notEqual(stdout, "", stderr);
  const outcome: Outcome = JSON.parse(stdout);
  assert.equal(outcome.failure, null, outcome.failure ?? "");
  return outcome;
}

/** That the terminal is as it was before. */
export function assertRestored(outcome: Outcome): void {
  assert.equal(outcome.end.isAlternate, false, "the screen of the shell is back");
  assert.equal(outcome.isCooked, true, "the terminal edits lines and echoes");
  assert.equal(outcome.isCursorVisible, true, "the cursor is visible");
  assert.ok(outcome.output.lastIndexOf("\x1b[?7h") > outcome.output.lastIndexOf("\x1b[?7l"), "long lines wrap");
}

/** Gives `body` a database with `count` traces. */
export function withDatabase(count: number, body: (database: string) => void): Promise<void> {
  return inDirectory((directory) => {
    const database = join(directory, "traces.sqlite");
    makeDatabase(database);
    if (count > 0) addTraces(database, count);
    body(database);
  });
}
