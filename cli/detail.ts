import { type Command, InvalidArgumentError } from "commander";
import type { Budget } from "../tracer/mod.ts";
import { optionWithVariable, parseCount } from "./settings.ts";

/** What the command line says of how much of a value is recorded. */
export interface DetailOptions {
  depth: number;
  maxString: number;
  maxEntries: number;
  values: boolean;
}

/** A record has room for so much, and no more. */
const MAX = { depth: 10, string: 1000, entries: 1000 } as const;
/** Values in one record, at all levels together; more where more entries a level are asked for. */
const LEAVES = 32;

function upTo(max: number): (text: string) => number {
  return (text) => {
    const count = parseCount(text);
    if (count > max) throw new InvalidArgumentError(`It must be at most ${max}.`);
    return count;
  };
}

/** Adds the options that trade detail for speed. */
export function addDetailOptions(command: Command): Command {
  return command
    .addOption(
      optionWithVariable("--depth <n>", "levels of properties of a value", "TSTRACE_DEPTH", upTo(MAX.depth)).default(2),
    )
    .addOption(
      optionWithVariable("--max-string <n>", "characters of a text", "TSTRACE_MAX_STRING", upTo(MAX.string))
        .default(128),
    )
    .addOption(
      optionWithVariable("--max-entries <n>", "entries of a level", "TSTRACE_MAX_ENTRIES", upTo(MAX.entries))
        .default(8),
    )
    .addOption(optionWithVariable("--no-values", "record calls and times alone", "TSTRACE_VALUES"));
}

/** What the probes are told. */
export function budgetOf({ depth, maxString, maxEntries, values }: DetailOptions): Budget {
  return { values, depth, units: maxString, entries: maxEntries, leaves: Math.max(LEAVES, 4 * maxEntries) };
}
