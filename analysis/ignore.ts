import { TstraceError } from "../errors.ts";

/** What a comparison passes over. */
export interface Ignored {
  /** Whether calls of a function are left out, with everything below them. */
  ignoresFunction(name: string): boolean;
  /** Whether the value of an argument counts; what is returned is `return value`, what is thrown `exception`. */
  ignoresArgument(func: string, argument: string): boolean;
  /** Whether any argument of a function is passed over. */
  ignoresAny(func: string): boolean;
}

interface Pattern {
  func: RegExp;
  /** Absent: the whole function. */
  argument?: RegExp;
}

/** `*` stands for any characters. */
function glob(text: string): RegExp {
  return new RegExp(`^${text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "s");
}

function parse(text: string): Pattern {
  const match = /^([^()]+)(?:\(([^()]+)\))?$/.exec(text.trim());
  if (match === null) {
    throw new TstraceError(`--ignore ${text}: give a function (Cart.*), or an argument of it (pay(id), *(return))`, 2);
  }
  const argument = match[2]?.trim() === "return" ? "return value" : match[2]?.trim();
  return { func: glob(match[1].trim()), ...(argument === undefined ? {} : { argument: glob(argument) }) };
}

/**
 * Reads what to ignore: `Cart.*` leaves functions out, `pay(customer)` and `*(return)` the values of an argument.
 *
 * @throws {TstraceError} (2) where one of them is neither.
 */
export function parseIgnored(texts: readonly string[]): Ignored {
  const patterns = texts.map(parse);
  const whole = patterns.filter(({ argument }) => argument === undefined);
  const partial = patterns.filter(({ argument }) => argument !== undefined);
  return {
    ignoresFunction: (name) => whole.some(({ func }) => func.test(name)),
    ignoresArgument: (name, found) => partial.some(({ func, argument }) => func.test(name) && argument?.test(found)),
    ignoresAny: (name) => partial.length > 0 && partial.some(({ func }) => func.test(name)),
  };
}
