/**
 * What options take as values: parsers of text, and the same as JSON Schema, for what stands in a file.
 *
 * @module
 */
import { InvalidArgumentError, Option } from "commander";

/** What a value may be, as JSON Schema says it. */
export interface ValueSchema {
  type: "boolean" | "integer" | "string" | "array" | readonly ["integer", "string"];
  minimum?: number;
  maximum?: number;
  enum?: readonly string[];
  items?: { type: "string" };
  pattern?: string;
  /** Paths are relative to the file that they stand in. */
  format?: "path" | "paths";
}

/** A parser of text. Throws what commander expects of one. */
export type Parser<T> = (text: string, before?: unknown) => T;

const schemas = new WeakMap<object, ValueSchema>();

/** A parser whose values are described by a schema; without one they are texts. */
export function parserOf<T>(schema: ValueSchema, parse: Parser<T>): Parser<T> {
  schemas.set(parse, schema);
  return parse;
}

/** What an option takes. */
export function valueSchemaOf(option: Option): ValueSchema {
  if (option.isBoolean() || option.negate) return { type: "boolean" };
  if (option.argChoices !== undefined) return { type: "string", enum: option.argChoices };
  return schemas.get(option.parseArg ?? option) ?? { type: "string" };
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** A count: a whole number from 0. */
export const parseCount: Parser<number> = parserOf({ type: "integer", minimum: 0 }, (text) => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, 0 or more.");
  return Number(text);
});

/** A count that is at most `maximum`. */
export function parseCountTo(maximum: number): Parser<number> {
  return parserOf({ type: "integer", minimum: 0, maximum }, (text) => {
    const count = parseCount(text);
    if (count > maximum) throw new InvalidArgumentError(`It must be at most ${maximum}.`);
    return count;
  });
}

/**
 * A parser of sizes in bytes: `65536`, `64K`, `4M`, `1G`, also as `64KiB` or `64KB`, from `least` to `most`, themselves
 * sizes as text.
 */
export function parseSize(least: string, most: string): Parser<number> {
  const [minimum, maximum] = [bytesOf(least), bytesOf(most)];
  return parserOf({ type: ["integer", "string"], minimum, maximum, pattern: SIZE.source }, (text) => {
    const bytes = bytesOf(text);
    if (bytes >= minimum && bytes <= maximum) return bytes;
    throw new InvalidArgumentError(`It must be a size between ${least} and ${most}, such as 8M.`);
  });
}

const SIZE = /^\d{1,12}\s*[kmgtKMGT]?(?:[iI]?[bB])?$/;

function bytesOf(text: string): number {
  if (!SIZE.test(text)) return NaN;
  const [, digits, unit] = /^(\d+)\s*([kmgt]?)/i.exec(text)!;
  return Number(digits) * UNITS[unit.toLowerCase()];
}

/** Calls a second: `on` for the usual limit, `off` for none. */
export const parseAutoMute: Parser<number> = parserOf(
  { type: ["integer", "string"], minimum: 1, pattern: "^(?:on|off|\\d+)$" },
  (text) => {
    if (text === "on") return USUAL_RATE;
    if (text === "off") return 0;
    const rate = /^\d{1,12}$/.test(text) ? Number(text) : 0;
    if (rate > 0) return rate;
    throw new InvalidArgumentError("It must be on, off, or a number of calls a second.");
  },
);
const USUAL_RATE = 50_000;

/** How much longer a program may take, as a part of what it takes untraced: `50%`, or as a multiple: `1.5x`. */
export const parseBudget: Parser<number> = parserOf(
  { type: "string", pattern: "^(?:off|\\d+(?:\\.\\d+)?[%x])$" },
  (text) => {
    if (text === "off") return 0;
    const [, digits = "0", unit] = /^(\d{1,6}(?:\.\d{1,3})?)([%x])$/.exec(text) ?? [];
    const slowdown = unit === "x" ? Number(digits) - 1 : Number(digits) / 100;
    if (slowdown > 0) return Math.round(slowdown * 1e6) / 1e6;
    throw new InvalidArgumentError(
      "It must be off, a share of more than 0% such as 50%, or a multiple of more than 1x such as 2x.",
    );
  },
);

/** One in so many: `1/10`, or 10. */
export const parseSample: Parser<number> = parserOf(
  { type: ["integer", "string"], minimum: 1, pattern: "^(?:1/)?\\d+$" },
  (text) => {
    const [, digits = "0"] = /^(?:1\/)?(\d{1,9})$/.exec(text) ?? [];
    if (Number(digits) > 0) return Number(digits);
    throw new InvalidArgumentError("It must be such as 1/10.");
  },
);

/** A path: any text but the empty one. */
export const parsePath: Parser<string> = parserOf({ type: "string", format: "path" }, (text) => {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
});

/** Paths, separated as in PATH. */
export const parsePaths: Parser<string> = parserOf({ type: "string", format: "paths" }, (text) => text);

/** Texts between commas; where the option is given again, its texts are added. */
export const parseList: Parser<string[]> = parserOf({ type: "array", items: { type: "string" } }, (text, before) => {
  const texts = text.split(",").map((each) => each.trim()).filter((each) => each !== "");
  return [...(Array.isArray(before) ? before : []), ...texts];
});

/** A switch in the environment: on or off. */
export function parseSwitch(text: string): boolean {
  const word = text.toLowerCase();
  if (["1", "true", "yes", "on"].includes(word)) return true;
  if (["0", "false", "no", "off"].includes(word)) return false;
  throw new InvalidArgumentError("It must be 1 or 0.");
}

/** The option that names the database, the same for every command. */
export function databaseOption(): Option {
  return new Option("--db <file>", "the database of traces").argParser(parsePath).default("traces.sqlite");
}

/** The option of commands that take the cost of tracing off their times. */
export function rawTimesOption(): Option {
  return new Option("--raw-times", "times as they were recorded, with the cost of tracing");
}
