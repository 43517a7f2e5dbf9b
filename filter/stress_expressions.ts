/**
 * Random expressions, as they would be written and as the slow evaluator takes them.
 *
 * @module
 */
import {
  ARGUMENTS,
  FUNCTIONS,
  KEYS,
  KINDS,
  MODULES,
  NUMBERS,
  type Random,
  STARTED_MS,
  STRINGS,
  TYPES,
} from "./stress_records.ts";
import type { Expression, Value } from "./slow_evaluator.ts";

const EXPRESSIONS = ["^a", "5$", ".", "a|b", "[0-9]+", "^$", "\\d\\d", "i", "^\\w+$", "\\\\"];
const CONSTANTS = ["true", "false", "null", "undefined"];

/** A written expression and what it means. */
export interface Generated {
  text: string;
  meaning: Expression;
}

/** An expression of at most `depth` levels. */
export function makeExpression(random: Random, depth: number): Generated {
  if (depth === 0 || random.chance(3)) return random.chance(4) ? pathComparison(random) : fieldComparison(random);
  if (random.chance(4)) {
    const { text, meaning } = makeExpression(random, depth - 1);
    const word = random.pick(["not ", "!", "NOT "]);
    return { text: `${word}(${text})`, meaning: { is: "not", part: meaning } };
  }
  const is = random.pick(["and", "or"] as const);
  const parts = Array.from({ length: 2 + random.below(3) }, () => makeExpression(random, depth - 1));
  const word = is === "and" ? random.pick([" and ", "&&", " AND "]) : random.pick([" or ", "||", " Or "]);
  return {
    text: parts.map(({ text }) => `(${text})`).join(word),
    meaning: { is, parts: parts.map(({ meaning }) => meaning) },
  };
}

/** In whichever quotes it can be written; some texts cannot. */
function quote(random: Random, text: string): string {
  const quotes = ["'", '"'].filter((mark) => !text.includes(mark));
  const mark = quotes.length === 0 ? "'" : random.pick(quotes);
  const safe = text.replace(/\\+$/, (slashes) => slashes.length % 2 === 0 ? slashes : "");
  return quotes.length === 0 ? `'${safe.replaceAll("'", "''")}'` : `${mark}${safe}${mark}`;
}

/** What `quote` makes of a text that cannot be written. */
function writable(text: string): string {
  return text.replace(/\\+$/, (slashes) => slashes.length % 2 === 0 ? slashes : "");
}

function blurred(random: Random, text: string): string {
  const characters = [...text];
  const at = random.below(characters.length + 1);
  switch (random.below(8)) {
    case 0:
      return `${characters.slice(0, at).join("")}%`;
    case 1:
      return `%${characters.slice(at).join("")}`;
    case 2:
      return `%${characters.slice(at, at + 2).join("")}%`;
    case 3:
      return characters.map((character, i) => i === at ? "_" : character).join("");
    case 4:
      return text.toUpperCase();
    case 5:
      return text.replace(/[%_]/g, "\\$&");
    default:
      return text;
  }
}

function texts(random: Random, stock: readonly string[], operator: string): [string, Value][] {
  const count = operator.endsWith("in") ? 1 + random.below(4) : 1;
  return Array.from({ length: count }, () => {
    const regular = operator === "~" || operator === "!~";
    const text = writable(regular ? random.pick(EXPRESSIONS) : blurred(random, random.pick(stock)));
    return [quote(random, text), { text }];
  });
}

function numbers(random: Random, stock: readonly number[], operator: string): [string, Value][] {
  const count = operator.endsWith("in") ? 1 + random.below(3) : 1;
  return Array.from({ length: count }, () => {
    const number = random.pick(stock);
    return [String(number), { number }];
  });
}

/** `operator` and what stands behind it. */
function written(operator: string, values: readonly [string, Value][]): [string, Value[]] {
  const all = values.map(([, value]) => value);
  if (!operator.endsWith("in")) return [`${operator} ${values[0][0]}`, all];
  return [`${operator} (${values.map(([text]) => text).join(", ")})`, all];
}

const TEXT_OPERATORS = ["==", "!=", "~", "!~", "in", "not in", "=="];
const NUMBER_OPERATORS = ["==", "!=", "<", "<=", ">", ">=", "in", "not in"];

function compareShown(random: Random): [string, string, Value[]] {
  const operator = random.pick([...TEXT_OPERATORS, "<", ">=", "=="]);
  const finite = NUMBERS.filter((number) => Number.isFinite(number) && !Object.is(number, -0));
  const ordered = ["<", ">="].includes(operator);
  const regular = operator.includes("~");
  const values = ordered || (!regular && random.chance(3))
    ? numbers(random, finite, operator)
    : !regular && random.chance(4)
    ? [random.pick(CONSTANTS)].map((word): [string, Value] => [word, { word }])
    : texts(random, [...STRINGS, '"abc"', "[1, 5]", "{id: 5%", "5n", "NaN"], operator);
  return [operator, ...written(operator, values)];
}

function pathComparison(random: Random): Generated {
  const argument = random.pick(ARGUMENTS);
  const keys = Array.from({ length: random.below(3) }, () => random.pick([...KEYS, "again"]));
  const root = argument === "return value"
    ? "return"
    : argument === "exception"
    ? "exception"
    : random.pick([`arg.${argument}`, `arg["${argument}"]`]);
  const path = keys.map((key) =>
    /^\d$/.test(key)
      ? random.pick([`.${key}`, `[${key}]`])
      : key === "a-b"
      ? `."a-b"`
      : random.pick([`.${key}`, `['${key}']`])
  );
  const [operator, text, values] = compareShown(random);
  return { text: `${root}${path.join("")} ${text}`, meaning: { is: "path", argument, keys, operator, values } };
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** A time near the recording, in the local time zone, to the second, a tenth of it or a microsecond. */
function times(random: Random, operator: string): [string, Value][] {
  const count = operator.endsWith("in") ? 1 + random.below(2) : 1;
  return Array.from({ length: count }, () => {
    const second = random.below(4);
    const date = new Date(Math.floor(STARTED_MS) + second * 1000);
    const day = `${date.getFullYear()}/${two(date.getMonth() + 1)}/${two(date.getDate())}`;
    const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    const [fraction, size] = random.pick<[string, number]>([["", 1e9], [`,${random.below(10)}`, 1e8], [
      `.${String(random.below(1e6)).padStart(6, "0")}`,
      1e3,
    ]]);
    const start = second * 1e9 + Number(fraction.slice(1).padEnd(9, "0")) - 250_000;
    const text = `'${random.pick([`${day} `, `${day.replaceAll("/", "-")}T`, ""])}${clock}${fraction}'`;
    return [text, { interval: [start, start + size] }];
  });
}

function fieldComparison(random: Random): Generated {
  const field = random.pick([
    "func",
    "module",
    "kind",
    "arg",
    "arg",
    "type",
    "type",
    "value",
    "value",
    "value",
    "pid",
    "tid",
    "depth",
    "duration",
    "time",
  ]);
  const [operator, text, values] = ((): [string, string, Value[]] => {
    if (field === "value") return compareShown(random);
    const isNumber = ["pid", "tid", "depth", "duration", "time"].includes(field);
    const chosen = random.pick(isNumber ? NUMBER_OPERATORS : TEXT_OPERATORS);
    return [chosen, ...written(chosen, operands(random, field, chosen))];
  })();
  return { text: `${field} ${text}`, meaning: { is: "field", field, operator, values } };
}

function operands(random: Random, field: string, operator: string): [string, Value][] {
  switch (field) {
    case "pid":
      return numbers(random, [1234, 1235, 1, 1234.5], operator);
    case "tid":
      return numbers(random, [1, 2, 3], operator);
    case "depth":
      return numbers(random, [0, 1, 2, 1.5], operator);
    case "duration":
      return random.chance(2) ? numbers(random, [0, 1000, 5000, 4500], operator) : durations(random, operator);
    case "time":
      return times(random, operator);
    case "func":
      return texts(random, FUNCTIONS, operator);
    case "module":
      return texts(random, [...MODULES, "src/cart.ts", "shop/main.ts", "main.ts"], operator);
    case "kind":
      return texts(random, KINDS, operator);
    case "arg":
      return texts(random, ARGUMENTS, operator);
    default:
      return texts(random, TYPES, operator);
  }
}

function durations(random: Random, operator: string): [string, Value][] {
  const count = operator.endsWith("in") ? 2 : 1;
  return Array.from({ length: count }, () => {
    const micros = random.below(10);
    const text = random.pick([
      `'${micros} µs'`,
      `${micros}us`,
      `'${micros / 1000}ms'`,
      `"${micros}e3"`,
      `${micros}_000`,
    ]);
    return [text, { number: micros * 1000 }];
  });
}
