import { FilterError } from "./error.ts";
import { FIELDS } from "./fields.ts";
import { DURATION_FORMS, parseDuration, withUnit } from "./quantity.ts";
import { type Interval, parseTime, TIME_FORMS, type TimeBase, unixTime } from "./time.ts";
import type { Comparison, Literal, Subject, Tree } from "./tree.ts";

function wrong(subject: Subject, expected: string, literal: Literal): FilterError {
  const name = subject.field ?? "this";
  const found = literal.type === "text"
    ? "a text"
    : literal.type === "number"
    ? `the number ${literal.number}${literal.unit}`
    : literal.name;
  return new FilterError(`${name} is compared with ${expected}, found ${found}`, literal.start, literal.end);
}

function plainNumber(text: string): number | undefined {
  return /^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

/** The number of a literal, which may be in quotes. Throws `FilterError` where it is none. */
export function numberOf(subject: Subject, literal: Literal): number {
  if (literal.type === "number" && literal.unit === "") return literal.number;
  const number = literal.type === "text" ? plainNumber(literal.text) : undefined;
  if (number === undefined) throw wrong(subject, "a number", literal);
  return number;
}

/** The ns of a literal: `5000`, `5ms`, `'5 ms'`. Throws `FilterError` where it is none. */
export function durationOf(subject: Subject, literal: Literal): number {
  let ns: number | undefined;
  if (literal.type === "number") ns = withUnit(literal.number, literal.unit);
  else if (literal.type === "text") ns = plainNumber(literal.text) ?? parseDuration(literal.text);
  if (ns === undefined) throw wrong(subject, `a number of ns or a time with its unit, ${DURATION_FORMS}`, literal);
  return ns;
}

/** The stretch of time of a literal. Throws `FilterError` where it is none. */
export function timeOf(subject: Subject, literal: Literal, base: TimeBase): Interval {
  let interval: Interval | undefined;
  if (literal.type === "number") {
    interval = literal.unit === ""
      ? unixTime(literal.number, base)
      : parseTime(`${literal.number < 0 ? "" : "+"}${literal.number}${literal.unit}`, base);
  } else if (literal.type === "text") {
    interval = parseTime(literal.text, base);
  }
  if (interval === undefined) throw wrong(subject, `a time such as ${TIME_FORMS}`, literal);
  return interval;
}

/** The text of a literal. Throws `FilterError` where it is none. */
export function textOf(subject: Subject, literal: Literal): string {
  if (literal.type !== "text") throw wrong(subject, "a text in quotes", literal);
  return literal.text;
}

/** The regular expression of a literal. Throws `FilterError` where it is none. */
export function regExpOf(subject: Subject, literal: Literal): RegExp {
  if (literal.type !== "text") throw wrong(subject, "a regular expression in quotes", literal);
  try {
    return new RegExp(literal.text);
  } catch (error) {
    // V8 says it as `Invalid regular expression: /…/: what is wrong`, JavaScriptCore without the middle.
    const message = error instanceof Error ? error.message : String(error);
    const reason = message.replace(/^Invalid regular expression: (\/.*\/\w*: )?/s, "");
    throw new FilterError(`the regular expression is wrong: ${reason}`, literal.start, literal.end);
  }
}

const SOME_BASE: TimeBase = { startedMs: 0, newestMs: 0, newestAt: 0 };

function checkOperand({ subject, operator }: Comparison, literal: Literal): void {
  if (operator === "~" || operator === "!~") {
    regExpOf(subject, literal);
    return;
  }
  const holds = subject.field === undefined ? "value" : FIELDS[subject.field].holds;
  if (holds === "number") numberOf(subject, literal);
  else if (holds === "duration") durationOf(subject, literal);
  else if (holds === "time") timeOf(subject, literal, SOME_BASE);
  else if (holds === "text") textOf(subject, literal);
  else if (literal.type === "number" && literal.unit !== "") throw wrong(subject, "a number without a unit", literal);
  else if (literal.type !== "number" && ["<", "<=", ">", ">="].includes(operator)) {
    throw wrong(subject, `a number by ${operator}`, literal);
  }
}

/** Throws `FilterError` at the first literal that its subject cannot be compared with. */
export function checkOperands(tree: Tree): void {
  if (tree.type === "comparison") { for (const literal of tree.operands) checkOperand(tree, literal); }
  else if (tree.type === "not") checkOperands(tree.part);
  else for (const part of tree.parts) checkOperands(part);
}
