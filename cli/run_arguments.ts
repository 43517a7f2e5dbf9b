/**
 * Takes the arguments of `tstrace run` apart: our own options and those of the runtime, in any order, then the script
 * or command, then its arguments, which are never looked at.
 *
 * @module
 */
import { TstraceError } from "../errors.ts";
import { nearest } from "../filter/distance.ts";

/** One of our own options. */
export interface OwnOption {
  /** Long and short forms: `["--help", "-h"]`. */
  names: readonly string[];
  takesValue: boolean;
}

/** What the arguments of `tstrace run` consist of. */
export interface RunArguments {
  own: string[];
  /** Options that tstrace does not know, with their values, in order. */
  runtime: string[];
  /** The script or command; undefined where there is none. */
  target: string | undefined;
  /** What follows it. */
  rest: string[];
}

/**
 * Splits `argv`. `withValue` names the runtime's options that take the next argument as their value.
 * Throws `TstraceError` (2) for an option that looks like one of ours misspelt.
 */
export function splitRunArguments(
  argv: readonly string[],
  options: readonly OwnOption[],
  withValue: ReadonlySet<string>,
): RunArguments {
  const own: string[] = [];
  const runtime: string[] = [];
  let index = 0;
  const take = (list: string[], takesValue: boolean): void => {
    list.push(argv[index++]);
    if (takesValue && index < argv.length) list.push(argv[index++]);
  };
  while (index < argv.length) {
    const word = argv[index];
    if (word === "--") {
      index++;
      break;
    }
    if (!word.startsWith("-") || word === "-") break;
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    const option = options.find((candidate) => candidate.names.includes(name));
    if (option !== undefined) {
      take(own, option.takesValue && equals < 0);
    } else {
      if (!withValue.has(name)) refuseMisspelling(name, options);
      take(runtime, equals < 0 && withValue.has(name));
    }
  }
  return { own, runtime, target: argv[index], rest: argv.slice(index + 1) };
}

function refuseMisspelling(name: string, options: readonly OwnOption[]): void {
  if (!name.startsWith("--")) return;
  const meant = nearest(name, options.flatMap((option) => option.names.filter((known) => known.startsWith("--"))));
  if (meant === undefined) return;
  throw new TstraceError(`unknown option ${name}: did you mean ${meant}?`, 2);
}
