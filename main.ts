/**
 * The executable: runs the command line and exits with its code. A mistake that its user can mend is one line on
 * stderr; the stack trace is shown with `--debug` only.
 *
 * @module
 */
import { writeSync } from "node:fs";
import process from "node:process";
import { runCommandLine } from "./cli/program.ts";
import { TstraceError } from "./errors.ts";

// What a runtime thinks of the parts of it that tstrace uses, as Node 22 of its SQLite, is nothing for users.
process.removeAllListeners("warning");

const commandLine = process.argv.slice(2);
try {
  process.exit(await runCommandLine(commandLine));
} catch (error) {
  const expected = error instanceof TstraceError;
  const message = error instanceof Error ? error.message : String(error);
  const debug = commandLine[0] === "--debug" && error instanceof Error;
  const line = expected ? message : `internal error: ${message} (tstrace --debug … shows where)`;
  writeSync(2, `tstrace: ${line}\n${debug ? `${error.stack}\n` : ""}`);
  process.exit(expected ? error.exitCode : 1);
}
