/** `tstrace sql`: a query of the user's own. @module */
import { Command, Option } from "commander";
import { databaseOption } from "./option_values.ts";

/** Makes the command. */
export function sqlCommand(): Command {
  const command = new Command("sql")
    .summary("run a query in SQL on the traces")
    .description("Runs a query in SQL, read-only, and prints the result as a table. docs/database.md has examples.")
    .argument("<query>", 'such as "select func, count(*) from calls group by func"')
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .addOption(new Option("--json", "print JSON lines").conflicts("csv"))
    .option("--csv", "print CSV");
  return command.action(async (query: string) => {
    const { db, json, csv } = command.opts<{ db: string; json?: true; csv?: true }>();
    const { runQuery } = await import("../store/mod.ts");
    const { printQuery } = await import("../reader/mod.ts");
    runQuery(db, query, (result) => printQuery(result, json ? "json" : csv ? "csv" : "table"));
  });
}
