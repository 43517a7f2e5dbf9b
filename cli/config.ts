/** `tstrace config`: which settings hold, and where each comes from. @module */
import { Command, Option } from "commander";
import { writeSync } from "node:fs";
import process from "node:process";
import type { ConfigFile } from "./config_file.ts";
import { configSchema } from "./config_schema.ts";
import { shownPath } from "./recordings.ts";
import { allSettings, type Setting, settingFrom } from "./settings.ts";

/** A setting as it holds. */
export interface HoldingSetting {
  /** Its name in a file, such as `stats.limit`. */
  setting: string;
  /** Null where none is set, and none is there by default. */
  value: unknown;
  source: "default" | "file" | "environment";
  /** File and line, or the variable; null by default. */
  where: string | null;
  /** The other names. */
  option: string;
  variable: string;
}

const HELP = `
Settings come from tstrace.config.json, or a key "tstrace" in deno.json or package.json; over these from variables
TSTRACE_… of the environment; over these from the command line. docs/configuration.md says more.

For editors, a line of tstrace.config.json: "$schema": "./tstrace.schema.json", and
  tstrace config --schema > tstrace.schema.json`;

/** Makes the command. */
export function configCommand(): Command {
  const command = new Command("config")
    .summary("show which settings hold, and where each comes from")
    .description("Shows every setting as it holds in this directory, and where it comes from.")
    .helpOption("-h, --help", "show this help")
    .option("--json", "print one JSON object")
    .addOption(new Option("--schema", "print the JSON schema of the file of settings").conflicts("json"))
    .addHelpText("after", HELP);
  return command.action(async () => {
    const { json, schema } = command.opts<{ json?: true; schema?: true }>();
    const settings = allSettings(command.parent as Command);
    if (schema) return print(configSchema(settings));
    const { readConfig } = await import("./config_file.ts");
    const file = readConfig(process.cwd(), settings);
    const holding = settings.map((setting) => holdingSetting(setting, file, process.env));
    if (json) return print({ file: file?.path ?? null, settings: holding });
    const { formatTable, writeOutput } = await import("../reader/mod.ts");
    const rows = holding.map(({ setting, value, source, where }) => [setting, shownValue(value), where ?? source]);
    const told = `settings in a file: ${file === undefined ? "none" : shownPath(file.path)}\n\n`;
    writeOutput(told + formatTable(["setting", "value", "from"], rows, [false, false, false]));
  });
}

function print(value: unknown): void {
  writeSync(1, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** A setting as it holds where the command line says nothing of it. */
export function holdingSetting(
  setting: Setting,
  file: ConfigFile | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): HoldingSetting {
  const { id, option, variable } = setting;
  const names = { option: option.long ?? option.flags, variable };
  const fromVariable = settingFrom(setting, environment);
  const given = fromVariable ?? file?.settled.get(id);
  if (given === undefined) {
    const standard = option.defaultValue ?? (option.negate ? true : option.isBoolean() ? false : null);
    return { setting: id, value: standard, source: "default", where: null, ...names };
  }
  const source = fromVariable === undefined ? "file" : "environment";
  return { setting: id, value: given.value, source, where: given.where, ...names };
}

function shownValue(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "-";
  return Array.isArray(value) ? value.join(",") : String(value);
}
