/** `tstrace read`, which is also what `tstrace` alone does: the pager, or text where there is no terminal. @module */
import { Command } from "commander";
import { resolve } from "node:path";
import process from "node:process";
import { applyEnvironment, databaseOption } from "./settings.ts";

/** Makes the command. */
export function readCommand(): Command {
  const command = new Command("read")
    .summary("read the traces in a pager (the default command)")
    .description("Shows the traces in a pager with the keys of less; prints them where stdout is no terminal.")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption());
  return command.action(async () => {
    applyEnvironment(command, process.env);
    const { openReader } = await import("../store/mod.ts");
    const { canPage, openPager, printText } = await import("../reader/mod.ts");
    const { db } = command.opts<{ db: string }>();
    await offerRecovery(db);
    const reader = openReader(db);
    try {
      if (canPage()) await openPager({ reader });
      else printText(reader);
    } finally {
      reader.close();
    }
  });
}

/** Says that traces are missing which could be had, where that is so. */
async function offerRecovery(database: string): Promise<void> {
  const { findCutOffRecordings, offer } = await import("./recordings.ts");
  const line = offer(findCutOffRecordings().filter(({ note }) => note.database === resolve(database)));
  if (line !== undefined) process.stderr.write(`tstrace: ${line}\n`);
}
