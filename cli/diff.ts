/** `tstrace diff`: where two recordings differ. @module */
import { Command, Option } from "commander";
import type { Comparison, Difference } from "../analysis/mod.ts";
import { TstraceError } from "../errors.ts";
import { parseCount, parseList } from "./option_values.ts";

interface DiffOptions {
  ignore: readonly string[];
  limit: number;
  json?: true;
}

/** Rows of the summary, and how much of a path and of a value is shown. */
const SHOWN_FUNCTIONS = 20;
const SHOWN_PATH = 8;
const MAX_VALUE = 2000;

const HELP = `
Exit code: 0 where they are the same, 1 where they differ, 2 where they cannot be compared. So it serves in CI, and in
git bisect run.

Examples:
  tstrace diff traces.1.sqlite traces.sqlite
  tstrace diff good.sqlite bad.sqlite --ignore 'now' --ignore 'pay(id)' --ignore '*(return)'`;

/** Makes the command; `setExitCode` is told whether they differ. */
export function diffCommand(setExitCode: (code: number) => void): Command {
  const command = new Command("diff")
    .summary("compare two recordings call by call")
    .description("Compares two recordings call by call: the first that differ, and the functions that do.")
    .argument("<a>", "a database")
    .argument("<b>", "another one")
    .helpOption("-h, --help", "show this help")
    .addOption(
      new Option("--ignore <what>", "a function (Cart.*) or an argument (pay(id)); repeatable")
        .argParser(parseList).default([], "nothing"),
    )
    .addOption(new Option("--limit <n>", "show so many differences").argParser(parseCount).default(5))
    .option("--json", "print one JSON object");
  return command.addHelpText("after", HELP).action(async (a: string, b: string) => {
    const { ignore, limit, json } = command.opts<DiffOptions>();
    try {
      const comparison = await compareFiles(a, b, ignore, limit);
      await (json ? printJson(comparison) : print(comparison, a, b));
      await tellOmissions(comparison);
      setExitCode(comparison.differ + comparison.onlyA + comparison.onlyB > 0 ? 1 : 0);
    } catch (error) {
      // 1 means that they differ.
      throw error instanceof TstraceError ? new TstraceError(error.message, 2, { cause: error }) : error;
    }
  });
}

async function compareFiles(a: string, b: string, ignore: readonly string[], limit: number): Promise<Comparison> {
  const { compare, parseIgnored } = await import("../analysis/mod.ts");
  const { openReader } = await import("../store/mod.ts");
  const { currentRuntime } = await import("../runtime/select.ts");
  const { progressBar } = await import("./progress.ts");
  const runtime = currentRuntime();
  const bar = progressBar("diff");
  const ignored = parseIgnored(ignore);
  const first = openReader(a);
  try {
    const second = openReader(b);
    try {
      return compare(first, second, ignored, limit, (share) => {
        bar.progress(share);
        // Two recordings in memory let an engine put off its work until there is as much again of what is not used.
        runtime.collectGarbage?.();
      });
    } finally {
      bar.clear();
      second.close();
    }
  } finally {
    first.close();
  }
}

async function tellOmissions({ omissionsA, omissionsB }: Comparison): Promise<void> {
  const { describeOmissions } = await import("../analysis/mod.ts");
  const { tell } = await import("./analysis.ts");
  // Calls without an end are compared as such.
  for (const [name, omissions] of [["A", omissionsA], ["B", omissionsB]] as const) {
    tell(describeOmissions({ ...omissions, unfinished: 0 }).map((note) => `${name}: ${note}`));
  }
}

async function printJson({ omissionsA, omissionsB, ...comparison }: Comparison): Promise<void> {
  const { writeOutput } = await import("../reader/mod.ts");
  writeOutput(`${JSON.stringify({ ...comparison, omissions: [omissionsA, omissionsB] })}\n`);
}

async function print({ same, differ, onlyA, onlyB, differences, functions }: Comparison, a: string, b: string) {
  const { formatDuration, formatTable, visible, writeOutput } = await import("../reader/mod.ts");
  if (differ + onlyA + onlyB === 0) {
    writeOutput(`the same: ${same} calls\n`);
    return;
  }
  let text = `A: ${visible(a)}\nB: ${visible(b)}\n`;
  differences.forEach((difference, i) => {
    text += `\n${
      describe(difference, i === 0 ? "first difference, " : "").map((line) => visible(line)).join("\n  ")
    }\n`;
  });
  text += `\n${same} calls are the same, ${differ} differ, ${onlyA} are only in A, ${onlyB} only in B\n`;
  const changed = functions.filter((row) => row.differ + row.onlyA + row.onlyB > 0)
    .sort((x, y) => y.differ + y.onlyA + y.onlyB - (x.differ + x.onlyA + x.onlyB));
  const rows = changed.slice(0, SHOWN_FUNCTIONS).map((row) => [
    ...[row.differ, row.onlyA, row.onlyB, row.callsA, row.callsB].map(String),
    ...[formatDuration(row.totalA), formatDuration(row.totalB), row.name, row.module],
  ]);
  const columns = ["differ", "only A", "only B", "calls A", "calls B", "total A", "total B", "function", ""];
  text += `\n${formatTable(columns, rows, columns.map((_, i) => i < 7))}`;
  if (changed.length > rows.length) text += `… and ${changed.length - rows.length} more functions\n`;
  writeOutput(text);
}

/** What and where, and what each of them has: a line each. */
function describe({ kind, path, a, b, inA, inB }: Difference, before: string): string[] {
  const cut = path.length > SHOWN_PATH ? ["…", ...path.slice(-SHOWN_PATH)] : path;
  const side = (name: string, id: number | undefined, text: string): string[] => {
    if (id === undefined && text === "") return [];
    const value = text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
    return [`${name}${id === undefined ? "" : ` (trace ${id})`}: ${value}`];
  };
  return [`${before}${kind}: ${cut.join(" > ")}`, ...side("A", a, inA), ...side("B", b, inB)];
}
