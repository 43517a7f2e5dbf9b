/** `tstrace count`: how many traces a filter finds. @module */
import { Command } from "commander";
import { writeSync } from "node:fs";
import { TstraceError } from "../errors.ts";
import { databaseOption } from "./option_values.ts";

/** Makes the command. */
export function countCommand(): Command {
  const command = new Command("count")
    .summary("count the traces that a filter finds")
    .description(
      "Prints how many traces a filter finds. Where a value in it is in no trace at all, says so on stderr; the exit code is 0 even so.",
    )
    .argument("[filter]", "which traces, such as \"kind == 'exception'\"")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .option("--filter <filter>", "the same as the filter alone");
  return command.action(async (word: string | undefined) => {
    const { db, filter: option } = command.opts<{ db: string; filter?: string }>();
    const { openReader } = await import("../store/mod.ts");
    const { writeOutput } = await import("../reader/mod.ts");
    const { chooseFilter, explainNothing, readFilter } = await import("./filter.ts");
    const text = chooseFilter(word, option);
    if (text === undefined) throw new TstraceError("there is nothing to count: give a filter", 2);
    const reader = openReader(db, true);
    try {
      const filter = readFilter(text, reader);
      const count = filter.count(0, Number.MAX_SAFE_INTEGER);
      // Nothing is a number too; that a name is misspelt is only a guess.
      const reason = count > 0 || reader.count() === 0 ? undefined : explainNothing(filter, reader);
      if (reason !== undefined) writeSync(2, `tstrace: ${reason.message}\n`);
      writeOutput(`${count}\n`);
    } finally {
      reader.close();
    }
  });
}
