/** `tstrace report`: the traces as a page to look at in a browser. @module */
import { Command } from "commander";
import { databaseOption, rawTimesOption } from "./option_values.ts";

const HELP = `
Examples:
  tstrace report                                        # report.html
  tstrace report "module == 'src/cart.ts'" -o cart.html

The page needs nothing beside it, and no network. docs/report.md describes it.`;

/** Makes the command. */
export function reportCommand(): Command {
  const command = new Command("report")
    .summary("write a page with timeline, flame graph, functions and exceptions")
    .description("Writes the traces, or the calls that a filter finds, as one page of HTML to look at in a browser.")
    .argument("[filter]", "which calls, such as \"module == 'src/cart.ts'\"")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .option("-o, --output <file>", "where to", "report.html")
    .addOption(rawTimesOption())
    .addHelpText("after", HELP);
  return command.action(async (filterText: string | undefined) => {
    const { output, rawTimes } = command.opts<{ output: string; rawTimes?: true }>();
    const { mkdtempSync, readFileSync, rmSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    const { join } = await import("node:path");
    const { readCommandFilter, tell, tellOmissions, withReader } = await import("./analysis.ts");
    const { locateReportPage } = await import("./artefacts.ts");
    const { chooseCalls, currentRange, readCatalogue, tracingCost } = await import("../analysis/mod.ts");
    const { writeReport } = await import("../report/mod.ts");
    const { progressBar } = await import("./progress.ts");
    const { version } = await import("./version.ts");
    const { writeWholeFile } = await import("./whole_file.ts");
    await withReader(command, (reader) => {
      const filter = readCommandFilter(filterText, reader);
      const range = currentRange(reader);
      const bar = progressBar(`report to ${output}`);
      const directory = mkdtempSync(join(tmpdir(), "tstrace-report-"));
      try {
        const page = readFileSync(locateReportPage(directory), "utf8");
        const source = {
          ...{ reader, range, catalogue: readCatalogue(reader), progress: bar.progress },
          chosen: filter && chooseCalls(filter, reader, range),
        };
        const facts = { version, filter: filterText, recordCost: rawTimes ? 0 : tracingCost(reader) };
        const { length, omissions, notes } = writeWholeFile(output, (sink) => {
          const result = writeReport(source, sink, page, facts);
          sink.end();
          return { ...result, length: sink.length };
        });
        bar.clear();
        tellOmissions(omissions, notes);
        tell([`${output}, ${(length / 1e6).toFixed(1)} MB: open it in a browser`]);
      } finally {
        bar.clear();
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });
}
