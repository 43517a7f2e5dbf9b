/** What the tests of the reader have in common: it is played with in a pseudo-terminal. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { addTraces, makeDatabase } from "./reader_database.ts";
import type { Outcome, Step } from "./reader_protocol.ts";
import { environment, inDirectory, root, type Target, targets, tstraceCommand } from "./runtimes.ts";

export const subject: string = fileURLToPath(new URL("./reader_subject.ts", import.meta.url));
const terminal = fileURLToPath(new URL("./reader_terminal.ts", import.meta.url));
const bun = targets.find((target) => target.name === "Bun")?.plain[0] ?? "bun";

/** How the reader is run. */
export interface Options {
  mode?: string;
  env?: Record<string, string>;
  /** Instead of the reader. */
  command?: string[];
  columns?: number;
  lines?: number;
}

/** A reader as users start it. */
interface Reader {
  name: string;
  command(database: string): string[];
}

/** Takes the steps with `reader`, or that of a runtime, on `database`, in a terminal of 100 columns and 10 lines unless `options` say otherwise. */
export function play(reader: Target | Reader, database: string, steps: Step[], options: Options = {}): Outcome {
  const words = "command" in reader ? reader.command(database) : [...reader.plain, subject, database];
  const command = options.command ?? [...words, ...(options.mode ? [options.mode] : [])];
  // What is entered is not for the history of whoever runs the tests.
  const env = { XDG_STATE_HOME: dirname(database), ...options.env };
  const { columns = 100, lines = 10 } = options;
  const scenario = { command, columns, lines, env, database, steps };
  const { stdout, stderr } = spawnSync(bun, [terminal], {
    input: JSON.stringify(scenario),
    encoding: "utf8",
    env: environment({}),
    cwd: root,
    maxBuffer: 64 * 1024 ** 2,
    timeout: 600_000,
  });
  assert.notEqual(stdout, "", stderr);
  const outcome: Outcome = JSON.parse(stdout);
  assert.equal(outcome.failure, null, outcome.failure ?? "");
  return outcome;
}

/** The terminal is as it was before. */
export function assertRestored(outcome: Outcome): void {
  assert.equal(outcome.end.isAlternate, false, "the screen of the shell is back");
  assert.equal(outcome.isCooked, true, "the terminal edits lines and echoes");
  assert.equal(outcome.isCursorVisible, true, "the cursor is visible");
  assert.ok(outcome.output.lastIndexOf("\x1b[?7h") > outcome.output.lastIndexOf("\x1b[?7l"), "long lines wrap");
}

/** The executable, if it has been built, and the reader in Deno and Node. */
export const readers: readonly Reader[] = [
  { name: "tstrace", command: (database) => tstraceCommand("read", database) },
  ...targets.filter(({ name }) => name === "Deno" || name === "Node 24").map((target) => ({
    name: target.name,
    command: (database: string) => [...target.plain, subject, database],
  })),
];

/** Gives `body` a database with `count` traces. */
export function withDatabase(count: number, body: (database: string) => void): Promise<void> {
  return inDirectory((directory) => {
    const database = join(directory, "traces.sqlite");
    makeDatabase(database);
    if (count > 0) addTraces(database, count);
    body(database);
  });
}
