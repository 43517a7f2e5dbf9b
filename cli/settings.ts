/**
 * Settings: each option of a command is one, and has the same name wherever it is set. `--max-traces` on the command
 * line is `TSTRACE_MAX_TRACES` in the environment and `maxTraces` in a file; where a command other than `run` and `read`
 * has it, it stands in a section of that name: `--limit` of `tstrace stats` is `TSTRACE_STATS_LIMIT` and
 * `"stats": { "limit": … }`.
 *
 * @module
 */
import { type Command, InvalidArgumentError, type Option } from "commander";
import { TstraceError } from "../errors.ts";
import { parseSwitch, type ValueSchema, valueSchemaOf } from "./option_values.ts";

/** An option as a setting. */
export interface Setting {
  option: Option;
  /** The command whose section it stands in; empty at the top. */
  section: string;
  /** Its name in a file. */
  key: string;
  /** Section and name: `stats.limit`. */
  id: string;
  /** Its name in the environment. */
  variable: string;
  schema: ValueSchema;
}

/** A value of a setting, and where it was found. */
export interface Given {
  value: unknown;
  /** The variable, or the file and line. */
  where: string;
}

/** Values of settings by `Setting.id`. */
export type Settled = ReadonlyMap<string, Given>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Commands whose settings stand at the top. */
const AT_TOP: ReadonlySet<string> = new Set(["run", "read"]);
/** Commands that do what is asked of them at the moment: nothing of it is a setting. */
const WITHOUT: ReadonlySet<string> = new Set(["recover", "ctl", "config", "doctor", "completions", "man", "help"]);

/** The settings of a command. */
export function settingsOf(command: Command): Setting[] {
  const name = command.name();
  if (WITHOUT.has(name)) return [];
  // A filter is what is asked: as an option it is only another way to write the argument.
  return command.options.filter((option) => option.attributeName() !== "filter").map((option) => {
    const key = option.attributeName();
    // One database for all.
    const section = AT_TOP.has(name) || key === "db" ? "" : name;
    const words = [section, key].filter((word) => word !== "");
    const variable = `TSTRACE_${words.join("_").replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
    return { option, section, key, id: words.join("."), variable, schema: valueSchemaOf(option) };
  });
}

/** The settings of all commands of a program, each once. */
export function allSettings(program: Command): Setting[] {
  const all = new Map<string, Setting>();
  for (const command of program.commands) {
    for (const setting of settingsOf(command)) if (!all.has(setting.id)) all.set(setting.id, setting);
  }
  return [...all.values()];
}

/** What is said about settings at the end of a command's help. */
export function settingsNote(command: Command): string {
  const settings = settingsOf(command);
  const example = settings.find(({ section }) => section !== "") ?? settings[0];
  if (example === undefined) return "";
  const inFile = example.section === "" ? example.key : `${example.section}.${example.key}`;
  return `\nOptions are settings too: ${example.option.long} is ${inFile} in tstrace.config.json, and ${example.variable}` +
    "\nin the environment. tstrace config shows what holds.";
}

/**
 * Reads a setting from its variable; one that is set but empty counts as not set.
 * Throws `TstraceError` (2) where it holds what the option would not take.
 */
export function settingFrom({ option, variable }: Setting, environment: Environment): Given | undefined {
  const text = environment[variable];
  if (text === undefined || text === "") return undefined;
  try {
    const isSwitch = option.isBoolean() || option.negate;
    return { value: isSwitch ? parseSwitch(text) : (option.parseArg?.(text, undefined) ?? text), where: variable };
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new TstraceError(`the environment variable ${variable}=${text} is invalid. ${error.message}`, 2);
  }
}

/** Fills in what the command line left open: from the environment, then from the file. Throws `TstraceError` (2). */
export function applySettings(command: Command, environment: Environment, file?: Settled): void {
  const settings = settingsOf(command);
  for (const source of ["env", "config"]) {
    const given = new Map<Setting, Given>();
    for (const setting of settings) {
      const found = source === "env" ? settingFrom(setting, environment) : file?.get(setting.id);
      const isOpen = isDefault(command, setting.key) && !excludes(command, settings, setting);
      if (found !== undefined && isOpen) given.set(setting, found);
    }
    refuseConflicts(given);
    for (const [{ key }, { value }] of given) command.setOptionValueWithSource(key, value, source);
  }
}

function isDefault(command: Command, key: string): boolean {
  const source = command.getOptionValueSource(key);
  return source === undefined || source === "default";
}

/** Whether something of higher precedence was set that the option cannot stand beside. */
function excludes(command: Command, settings: readonly Setting[], setting: Setting): boolean {
  return settings.some((other) => {
    return conflict(other.option, setting.option) && !isDefault(command, other.key) &&
      command.getOptionValue(other.key);
  });
}

function refuseConflicts(given: ReadonlyMap<Setting, Given>): void {
  const on = [...given].filter(([, { value }]) => value !== false);
  for (const [one, { where }] of on) {
    const other = on.find(([{ option }]) => conflict(one.option, option));
    if (other === undefined) continue;
    throw new TstraceError(`${where}: ${one.id} cannot be set beside ${other[0].id}: ${other[1].where}`, 2);
  }
}

/** Of two options that exclude each other only one may say so; commander declares the names of no such thing. */
function conflict(one: Option, other: Option): boolean {
  const excluded = (option: Option): string[] => (option as unknown as { conflictsWith: string[] }).conflictsWith;
  return excluded(one).includes(other.attributeName()) || excluded(other).includes(one.attributeName());
}
