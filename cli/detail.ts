import { type Command, Option } from "commander";
import type { Budget } from "../tracer/mod.ts";
import { parseCountTo } from "./option_values.ts";

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

/** Adds the options that trade detail for speed. */
export function addDetailOptions(command: Command): Command {
  const count = (flags: string, description: string, most: number, usual: number): Option =>
    new Option(flags, description).argParser(parseCountTo(most)).default(usual);
  return command
    .addOption(count("--depth <n>", "levels of properties of a value", MAX.depth, 2))
    .addOption(count("--max-string <n>", "characters of a text", MAX.string, 128))
    .addOption(count("--max-entries <n>", "entries of a level", MAX.entries, 8))
    .option("--no-values", "record calls and times alone");
}

/** What the probes are told. */
export function budgetOf({ depth, maxString, maxEntries, values }: DetailOptions): Budget {
  return { values, depth, units: maxString, entries: maxEntries, leaves: Math.max(LEAVES, 4 * maxEntries) };
}
