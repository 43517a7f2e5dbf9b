/**
 * What the definitions of the commands say, as data: completions and the manual page are made from it.
 *
 * @module
 */
import type { Argument, Command, Option } from "commander";

/** What stands where a word is typed. */
export type Values =
  | { kind: "words"; words: readonly string[] }
  | { kind: "files" | "folders" | "programs" | "free" };

/** An option. */
export interface OptionInfo {
  /** `--db`; undefined for one with a short form alone. */
  long?: string;
  short?: string;
  /** As in the help: `--db <file>`. */
  flags: string;
  description: string;
  /** What its value may be; undefined for a switch. */
  values?: Values;
  /** As shown; undefined where there is none worth showing. */
  byDefault?: string;
}

/** An argument. */
export interface ArgumentInfo {
  name: string;
  description: string;
  values: Values;
  variadic: boolean;
}

/** A command. */
export interface CommandInfo {
  name: string;
  summary: string;
  description: string;
  usage: string;
  options: readonly OptionInfo[];
  arguments: readonly ArgumentInfo[];
  /** What the help says after all that, such as examples. */
  notes: string;
  commands: readonly CommandInfo[];
}

/** Describes a command and those below it. `siblings` are the commands beside it, which `help` takes. */
export function describeCommand(command: Command, siblings: readonly Command[] = []): CommandInfo {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  return {
    name: command.name(),
    summary: help.subcommandDescription(command),
    description: command.description(),
    usage: help.commandUsage(command),
    options: help.visibleOptions(command).map(describeOption),
    arguments: command.registeredArguments.map((argument) => describeArgument(argument, command, siblings)),
    notes: notesOf(command),
    commands: commands.map((each) => describeCommand(each, command.commands)),
  };
}

function describeOption(option: Option): OptionInfo {
  const { long, short, flags, description } = option;
  const takesValue = option.required || option.optional;
  const name = /[<[]([\w-]+)/.exec(flags)?.[1] ?? "";
  const unset = option.defaultValue === undefined || option.isBoolean() || Array.isArray(option.defaultValue);
  return {
    long: long ?? undefined,
    short: short ?? undefined,
    flags,
    description,
    values: takesValue ? valuesOf(name, option.argChoices) : undefined,
    byDefault: unset ? undefined : option.defaultValueDescription ?? String(option.defaultValue),
  };
}

function describeArgument(argument: Argument, command: Command, siblings: readonly Command[]): ArgumentInfo {
  const values = command.name() === "help"
    ? { kind: "words" as const, words: siblings.map((each) => each.name()) }
    : valuesOf(argument.name(), argument.argChoices);
  return { name: argument.name(), description: argument.description, values, variadic: argument.variadic };
}

/** What a value called `name` is, such as the `file` of `--db <file>`. */
function valuesOf(name: string, choices: readonly string[] | undefined): Values {
  if (choices !== undefined) return { kind: "words", words: choices };
  if (/file|path|database|\bdb\b/i.test(name)) return { kind: "files" };
  if (/folder|directory/i.test(name)) return { kind: "folders" };
  // The words of a command line to run.
  if (name === "words") return { kind: "programs" };
  return { kind: "free" };
}

/** The text that was added after the help; commander hands it out only as a part of the whole. */
function notesOf(command: Command): string {
  let text = "";
  const { writeOut } = command.configureOutput();
  command.configureOutput({ writeOut: (part) => text += part });
  command.outputHelp();
  command.configureOutput({ writeOut });
  return text.slice(command.helpInformation().length).trim();
}
