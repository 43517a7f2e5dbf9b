/** Options of `tstrace run` that decide which traces are kept. @module */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Triggers } from "../dumper/mod.ts";
import type { TriggerOptions } from "../dumper/read_triggers.ts";
import process from "node:process";
import { type Parser, parserOf } from "./option_values.ts";

/** What the command line says of that. */
export type TriggerSettings = TriggerOptions;

// Not the letter itself: Bun writes it as an escape into a text that is taken as it is.
const TIME = String.raw`\d+(?:\.\d+)?\s*(?:ns|us|\xb5s|ms|s|min|h)`;

function parseTime(pattern: string, what: string, type: "string" | "integer" = "string"): Parser<string> {
  const whole = new RegExp(`^(?:${pattern})$`);
  const schema = type === "string" ? { type } as const : { type: ["integer", "string"], minimum: 0 } as const;
  return parserOf({ ...schema, pattern: whole.source }, (text) => {
    if (whole.test(text)) return text;
    throw new InvalidArgumentError(`It must be ${what}.`);
  });
}

const parseFilter: Parser<string> = parserOf({ type: "string" }, (text) => {
  if (text.trim() === "") throw new InvalidArgumentError("It must be a filter.");
  return text;
});

/** Adds the options. */
export function addTriggerOptions(command: Command): Command {
  const filter = (flags: string, description: string): Option => new Option(flags, description).argParser(parseFilter);
  return command
    .addOption(filter("--from <filter>", "keep nothing before a trace that fits"))
    .addOption(filter("--until <filter>", "keep nothing after a trace that fits, until --from fits again"))
    .addOption(filter("--around <filter>", "keep only traces that fit, what their calls call, and what is near them"))
    .addOption(
      new Option("--window <n>", "how much is near for --around: traces of the thread before and after, or a time")
        .argParser(parseTime(String.raw`\d{1,9}|${TIME}`, "a number of traces, or a time such as 20ms", "integer"))
        .default(undefined, "100"),
    )
    .addOption(
      new Option("--on-exception <keep=time>", "keep only what comes so long before an exception that nobody catches")
        .argParser(parseTime(`(?:keep=)?${TIME}`, "such as keep=5s")),
    )
    .addOption(
      new Option("--slower-than <time>", "keep only calls that take longer, with their callers")
        .argParser(parseTime(TIME, "a time such as 10ms")),
    )
    .addOption(
      new Option("--stall <time>", "keep only turns of the event loop that take longer")
        .argParser(parseTime(TIME, "a time such as 50ms")),
    );
}

/** Makes triggers of them; undefined where there are none. Throws `TstraceError` (2). */
export async function triggersOf(
  command: Command,
  options: TriggerSettings,
  startedMs: number,
): Promise<Triggers | undefined> {
  const { from, until, around, onException, slowerThan, stall } = options;
  // Where it is only a setting of the project, it is for when it is wanted.
  const isAsked = around !== undefined || command.getOptionValueSource("window") === "cli";
  const window = isAsked ? options.window : undefined;
  const given = { from, until, around, window, onException, slowerThan, stall };
  if (Object.values(given).every((value) => value === undefined)) return undefined;
  // Only now: every start of tstrace has to load this file for its help.
  const { readTriggers } = await import("../dumper/read_triggers.ts");
  const { widthOf } = await import("../reader/mod.ts");
  const nameOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return readTriggers(given, { cwd: process.cwd(), startedMs, width: widthOf, nameOf });
}
