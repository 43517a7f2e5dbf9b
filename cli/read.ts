/** `tstrace read`, which is also what `tstrace` alone does: the pager, or text where there is no terminal. @module */
import { Command } from "commander";
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
    const reader = openReader(command.opts<{ db: string }>().db);
    try {
      if (canPage()) await openPager({ reader });
      else printText(reader);
    } finally {
      reader.close();
    }
  });
}
