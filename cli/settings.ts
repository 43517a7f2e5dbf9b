/**
 * Options of the command line and their twins in the environment: `--max-traces` and `TSTRACE_MAX_TRACES`. The
 * command line wins; a variable that is set but empty counts as not set.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { TstraceError } from "../errors.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** A count: a whole number from 0. Throws what commander expects of a parser. */
export function parseCount(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, 0 or more.");
  return Number(text);
}

/**
 * A parser of sizes in bytes: `65536`, `64K`, `4M`, `1G`, also as `64KiB` or `64KB`, from `least` to `most`, themselves
 * sizes as text. It throws what commander expects of a parser.
 */
export function parseSize(least: string, most: string): (text: string) => number {
  return (text) => {
    const bytes = bytesOf(text);
    if (bytes >= bytesOf(least) && bytes <= bytesOf(most)) return bytes;
    throw new InvalidArgumentError(`It must be a size between ${least} and ${most}, such as 8M.`);
  };
}

function bytesOf(text: string): number {
  const match = /^(\d{1,12})\s*([kmgt]?)(?:i?b)?$/i.exec(text);
  return match === null ? NaN : Number(match[1]) * UNITS[match[2].toLowerCase()];
}

/** A path: any text but the empty one. */
function parsePath(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}

/** A switch in the environment: on or off. */
function parseSwitch(text: string): boolean {
  const word = text.toLowerCase();
  if (["1", "true", "yes", "on"].includes(word)) return true;
  if (["0", "false", "no", "off"].includes(word)) return false;
  throw new InvalidArgumentError("It must be 1 or 0.");
}

const variables = new WeakMap<Option, string>();

/** An option that can also be set by the environment variable `variable`. */
export function optionWithVariable(
  flags: string,
  description: string,
  variable: string,
  parse?: (text: string, before: unknown) => unknown,
): Option {
  const option = new Option(flags, `${description} (environment: ${variable})`);
  if (parse !== undefined) option.argParser(parse);
  variables.set(option, variable);
  return option;
}

/**
 * Fills in from the environment what the command line left open.
 * Throws `TstraceError` (2) where a variable holds what the option would not take.
 */
export function applyEnvironment(command: Command, environment: Readonly<Record<string, string | undefined>>): void {
  for (const option of command.options) {
    const variable = variables.get(option);
    const text = variable === undefined ? undefined : environment[variable];
    const name = option.attributeName();
    if (variable === undefined || text === undefined || text === "") continue;
    if (command.getOptionValueSource(name) === "cli") continue;
    try {
      const value = option.isBoolean() || option.negate
        ? parseSwitch(text)
        : (option.parseArg?.(text, undefined) ?? text);
      command.setOptionValueWithSource(name, value, "env");
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new TstraceError(`the environment variable ${variable}=${text} is invalid. ${error.message}`, 2);
    }
  }
}

/** The option that names the database, the same for every command. */
export function databaseOption(): Option {
  return optionWithVariable("--db <file>", "the database of traces", "TSTRACE_DB", parsePath)
    .default("traces.sqlite");
}
