/** `tstrace print`: the traces as text or as JSON lines. @module */
import { Command, Option } from "commander";
import process from "node:process";
import { applyEnvironment, databaseOption, parseCount } from "./settings.ts";

interface PrintCommandOptions {
  db: string;
  limit?: number;
  json?: true;
}

/** Makes the command. */
export function printCommand(): Command {
  const command = new Command("print")
    .summary("print the traces as text or JSON")
    .description("Prints the traces, the oldest first, one a line.")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .addOption(new Option("--limit <n>", "print at most so many traces").argParser(parseCount))
    .option("--json", "print JSON lines");
  return command.action(async () => {
    applyEnvironment(command, process.env);
    const { db, limit, json } = command.opts<PrintCommandOptions>();
    const { openReader } = await import("../store/mod.ts");
    const { printJson, printText } = await import("../reader/mod.ts");
    const reader = openReader(db);
    try {
      (json ? printJson : printText)(reader, { limit });
    } finally {
      reader.close();
    }
  });
}
