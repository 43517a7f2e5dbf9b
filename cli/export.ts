/** `tstrace export`: the traces in the formats of other tools. @module */
import { Command, Option } from "commander";
import process from "node:process";
import type { ExportSource } from "../export/mod.ts";
import { TstraceError } from "../errors.ts";
import { databaseOption } from "./option_values.ts";

const FORMAT_NAMES = [
  ...["perfetto", "chrome", "speedscope", "cpuprofile", "folded"],
  ...["parquet", "otlp", "jsonl", "csv"],
];

interface ExportOptions {
  format?: string;
  output?: string;
  to?: string;
}

const HELP = `
Examples:
  tstrace export --format perfetto -o trace.pftrace       # ui.perfetto.dev
  tstrace export --format parquet -o calls.parquet        # DuckDB, Spark, pandas
  tstrace export "module == 'src/cart.ts'" --format jsonl
  tstrace export --format otlp --to http://localhost:4318/v1/traces

docs/export.md describes the formats.`;

/** Makes the command. */
export function exportCommand(): Command {
  const command = new Command("export")
    .summary("write the traces in the format of another tool")
    .description("Writes the traces, or the calls that a filter finds, in the format of another tool.")
    .argument("[filter]", "which calls, such as \"module == 'src/cart.ts'\"")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .addOption(new Option("-f, --format <name>", "the format").choices(FORMAT_NAMES))
    .option("-o, --output <file>", "where to; standard output if absent")
    .addOption(new Option("--to <url>", "otlp: the address of a collector").conflicts("output"));
  return command.addHelpText("after", HELP).action(async (filterText: string | undefined) => {
    const { format, output, to } = command.opts<ExportOptions>();
    // A setting may give it, which commander learns of too late.
    if (format === undefined) throw new TstraceError("the format is missing: see --format in tstrace help export", 2);
    const { readCommandFilter, tellOmissions, withReader } = await import("./analysis.ts");
    const { chooseCalls, currentRange, readCatalogue } = await import("../analysis/mod.ts");
    const { FORMATS } = await import("../export/mod.ts");
    const { progressBar } = await import("./progress.ts");
    const { exporter, isText, extension } = FORMATS[format];
    if (to !== undefined && format !== "otlp") throw new TstraceError("--to is for --format otlp alone", 2);
    if (!isText && output === undefined && to === undefined && process.stdout.isTTY) {
      throw new TstraceError(`${format} is not text: name a file, such as -o traces.${extension}`, 2);
    }
    await withReader(command, async (reader) => {
      const filter = readCommandFilter(filterText, reader);
      const range = currentRange(reader);
      const bar = progressBar(`export to ${to ?? output ?? "standard output"}`);
      const source: ExportSource = {
        ...{ reader, range, catalogue: readCatalogue(reader), progress: bar.progress },
        chosen: filter && chooseCalls(filter, reader, range),
      };
      try {
        const { omissions, notes } = to !== undefined
          ? await (await import("./collector_post.ts")).postOtlp(source, to)
          : output !== undefined
          ? await (await import("./whole_file.ts")).writeWholeFile(output, (sink) => exporter(source, sink))
          : await toOutput(source, exporter);
        bar.clear();
        tellOmissions(omissions, notes);
      } finally {
        bar.clear();
      }
    });
  });
}

type Exporter = (typeof import("../export/mod.ts").FORMATS)[string]["exporter"];

/** Ends the export quietly where nobody reads any more. */
class Unread extends Error {}

async function toOutput(source: ExportSource, exporter: Exporter): Promise<ReturnType<Exporter>> {
  const { Sink } = await import("../export/mod.ts");
  const { writeBytes } = await import("../reader/mod.ts");
  const { noOmissions } = await import("../analysis/mod.ts");
  const sink = new Sink((bytes) => {
    if (!writeBytes(bytes)) throw new Unread();
  });
  try {
    const result = exporter(source, sink);
    sink.end();
    return result;
  } catch (error) {
    if (error instanceof Unread) {
      return { omissions: { ...noOmissions(source.reader, source.range), deleted: 0, recording: false }, notes: [] };
    }
    throw error;
  }
}
