/** `tstrace print`: the traces as text, JSON lines or CSV. @module */
import { Command, Option } from "commander";
import { writeSync } from "node:fs";
import { TstraceError } from "../errors.ts";
import type { ColumnName, PrintOptions } from "../reader/mod.ts";
import { databaseOption, parseCount } from "./option_values.ts";
import { nearest } from "../filter/distance.ts";
import { FIELDS } from "../filter/fields.ts";

interface PrintCommandOptions {
  db: string;
  filter?: string;
  limit?: number;
  reverse?: true;
  follow?: true;
  columns?: string;
  json?: true;
  csv?: true;
}

const EXAMPLES = `

Examples:
  tstrace print "func == 'Cart.total' and arg == 'rate' and value > 0.1"
  tstrace print "kind == 'exception'" --reverse --limit 20
  tstrace print "duration > 5ms" --columns time,func,duration --csv

docs/filters.md describes the filters in full.`;

/** The fields of filters, as the filter language has them. */
function fieldsHelp(): string {
  const lines = Object.entries(FIELDS).map(([name, { about }]) => `  ${name.padEnd(10)}${about}`);
  return `\nFields of filters, compared by == != < <= > >= ~ in, joined by and, or, not:\n${lines.join("\n")}`;
}

/** Makes the command. */
export function printCommand(): Command {
  const command = new Command("print")
    .summary("print the traces as text, JSON or CSV")
    .description("Prints the traces, all or those that a filter finds, the oldest first, one a line.")
    .argument("[filter]", "which traces, such as \"func == 'fib'\"")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .addOption(new Option("--filter <filter>", "the same as the filter alone"))
    .addOption(new Option("--limit <n>", "print at most so many traces").argParser(parseCount))
    .option("--reverse", "the newest first")
    .addOption(
      new Option("--follow", "go on with the traces that come, until the recording ends").conflicts("reverse"),
    )
    .option("--columns <names>", "only these columns, such as time,func,args")
    .addOption(new Option("--json", "print JSON lines").conflicts("csv"))
    .option("--csv", "print CSV")
    .addHelpText("after", () => fieldsHelp() + EXAMPLES);
  return command.action(async (word: string | undefined) => {
    await print(word, command.opts<PrintCommandOptions>());
  });
}

async function print(word: string | undefined, options: PrintCommandOptions): Promise<void> {
  const { openReader } = await import("../store/mod.ts");
  const { COLUMN_NAMES, printCsv, printJson, printText } = await import("../reader/mod.ts");
  const columns = options.columns === undefined ? undefined : parseColumns(options.columns, COLUMN_NAMES);
  const { chooseFilter, explainNothing, readFilter } = await import("./filter.ts");
  const text = chooseFilter(word, options.filter);
  const reader = openReader(options.db, !options.follow);
  try {
    const filter = text === undefined ? undefined : readFilter(text, reader);
    const { limit, reverse, follow } = options;
    const settings: PrintOptions = { filter, limit, reverse, follow, columns };
    const printed = (options.json ? printJson : options.csv ? printCsv : printText)(reader, settings);
    if (printed > 0 || limit === 0) return;
    if (reader.count() === 0) writeSync(2, `tstrace: there are no traces in ${options.db} yet\n`);
    if (filter === undefined || reader.count() === 0) return;
    const reason = explainNothing(filter, reader);
    if (reason !== undefined) throw reason;
  } finally {
    reader.close();
  }
}

function parseColumns(text: string, names: readonly ColumnName[]): ColumnName[] {
  return text.split(",").map((word) => {
    const column = names.find((name) => name === word.trim());
    if (column !== undefined) return column;
    const meant = nearest(word.trim(), names);
    const hint = meant === undefined ? `the columns are ${names.join(" ")}` : `did you mean ${meant}?`;
    throw new TstraceError(`--columns: there is no column ${JSON.stringify(word.trim())}, ${hint}`, 2);
  });
}
