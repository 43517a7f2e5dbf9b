/** `tstrace stats`: numbers about each function, module, process or thread. @module */
import { Command, Option } from "commander";
import type { Grouping, Statistic } from "../analysis/mod.ts";
import type { StoreReader } from "../store/mod.ts";
import { databaseOption, parseCount, rawTimesOption } from "./option_values.ts";

/** The columns that are numbers, in their order. */
const COLUMNS = [
  "calls",
  "total",
  "self",
  "running",
  "waiting",
  "average",
  "median",
  "p99",
  "min",
  "max",
  "exceptions",
  "callers",
] as const;
type Column = typeof COLUMNS[number];

const TIMES: ReadonlySet<Column> = new Set([
  ...["total", "self", "running", "waiting"] as const,
  ...["average", "median", "p99", "min", "max"] as const,
]);
const GROUPINGS: readonly Grouping[] = ["function", "module", "process", "thread"];

interface StatsOptions {
  by: Grouping;
  sort: Column | "name";
  limit?: number;
  json?: true;
  csv?: true;
  rawTimes?: true;
}

const HELP = `
Examples:
  tstrace stats --sort calls --limit 20
  tstrace stats "module == 'src/cart.ts'"
  tstrace stats --by module --csv

docs/analysis.md says what the columns mean.`;

/** Makes the command. */
export function statsCommand(): Command {
  const command = new Command("stats")
    .summary("show calls, times and exceptions of each function")
    .description(
      "Shows for each function how often it was called and how long that took; with a filter, of the calls it finds.",
    )
    .argument("[filter]", "which calls, such as \"module == 'src/cart.ts'\"")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .addOption(new Option("--by <what>", "a row for each").choices(GROUPINGS).default("function"))
    .addOption(new Option("--sort <column>", "the largest first").choices([...COLUMNS, "name"]).default("self"))
    .addOption(new Option("--limit <n>", "show at most so many rows").argParser(parseCount))
    .addOption(new Option("--json", "print JSON lines, times in nanoseconds").conflicts("csv"))
    .option("--csv", "print CSV, times in nanoseconds")
    .addOption(rawTimesOption())
    .addHelpText("after", HELP);
  return command.action(async (filter: string | undefined) => {
    const options = command.opts<StatsOptions>();
    const { readCommandFilter, tell, tellOmissions, withReader } = await import("./analysis.ts");
    const { countedStatistics, describeTimes, rowStatistics, tracingCost, withoutTracing } = await import(
      "../analysis/mod.ts"
    );
    await withReader(command, async (reader) => {
      const chosen = readCommandFilter(filter, reader);
      const source = chosen === undefined && isCounted(reader, options.by)
        ? countedStatistics(reader)
        : rowStatistics(reader, chosen);
      const { rows: recorded, omissions, source: name } = source.read(options.by);
      const cost = options.rawTimes ? 0 : tracingCost(reader);
      const rows = recorded.map((row) => withoutTracing(row, cost));
      rows.sort(comparison(options.sort));
      await print(rows.slice(0, options.limit), options);
      const of = name === "counters" ? "all calls that were recorded" : `the ${reader.count()} traces that are there`;
      tellOmissions(omissions, [`statistics of ${of}, ${describeTimes(cost)}`]);
      const hidden = rows.length - Math.min(rows.length, options.limit ?? Infinity);
      if (hidden > 0) tell([`${hidden} more rows: give a larger --limit`]);
    });
  });
}

/**
 * Whether the counters of the recording are to be asked. They know all that was ever recorded, but of groups of
 * functions not all there is to know: rows are better as long as they are complete. Threads are not counted.
 */
function isCounted(reader: StoreReader, by: Grouping): boolean {
  if (by === "thread") return false;
  const isThere = reader.query("SELECT 1 FROM counters LIMIT 1", []).length > 0;
  return isThere && (by === "function" || reader.first() > 1 || reader.lost() > 0);
}

function comparison(column: Column | "name"): (a: Statistic, b: Statistic) => number {
  const byName = (a: Statistic, b: Statistic): number => a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  if (column === "name") return byName;
  const key = (row: Statistic): number => Number.isNaN(row[column]) ? -1 : row[column];
  return (a, b) => key(b) - key(a) || byName(a, b);
}

async function print(rows: readonly Statistic[], { by, json, csv }: StatsOptions): Promise<void> {
  const { formatDuration, formatTable, printQuery, writeOutput } = await import("../reader/mod.ts");
  if (json || csv) {
    const columns = [by, "place", ...COLUMNS, "unfinished", "lost_inside"];
    const values = rows.map((row) => [
      ...[row.name, row.place],
      ...COLUMNS.map((column) => Number.isNaN(row[column]) ? null : Math.round(row[column])),
      ...[row.unfinished, Number(row.gap)],
    ]);
    return printQuery({ columns, rows: values }, json ? "json" : "csv");
  }
  const waits = rows.some(({ waiting }) => waiting > 0);
  const columns = COLUMNS.filter((column) => waits || (column !== "running" && column !== "waiting"));
  const cells = rows.map((row) => [
    ...columns.map((column) => {
      const mark = row.gap && (column === "self" || column === "total") ? "*" : "";
      if (!TIMES.has(column)) return String(row[column]);
      return Number.isNaN(row[column]) ? "-" : formatDuration(row[column]) + mark;
    }),
    row.name,
    row.place,
  ]);
  writeOutput(formatTable([...columns, by, ""], cells, columns.map(() => true)));
}
