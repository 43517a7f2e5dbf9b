/** `tstrace recover`: stores what recordings that were cut off have left in memory. @module */
import { Command, Option } from "commander";
import process from "node:process";

/** Makes the command. */
export function recoverCommand(): Command {
  const command = new Command("recover")
    .summary("store what a recording that was cut off has left")
    .description(
      "Stores what recordings have left in memory whose tstrace was killed, each in its own database, and frees the memory.",
    )
    .argument("[directory]", "the directory of one of them; all of yours by default")
    .helpOption("-h, --help", "show this help")
    .option("--db <file>", "store it there instead, as a recording of its own")
    .addOption(new Option("--discard", "free the memory and store nothing").conflicts("db"));
  return command.action(async (directory: string | undefined) => {
    const { db, discard } = command.opts<{ db?: string; discard?: true }>();
    // Only now: every start of tstrace has to load this file for its help.
    const { discardRecording, findRecordings, recover } = await import("./recovery.ts");
    const found = findRecordings(directory);
    if (found.length === 0) process.stdout.write("nothing to recover: no recording was cut off\n");
    for (const recording of found) {
      if (discard) discardRecording(recording);
      else await recover(recording, db);
    }
  });
}
