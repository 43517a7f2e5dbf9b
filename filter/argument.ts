/**
 * Conditions on one and the same argument of a trace.
 *
 * @module
 */
import { TstraceError } from "../errors.ts";
import { textTest, valueTest } from "./compare.ts";
import { type Formula, isAboutArgument } from "./formula.ts";
import { prefilter } from "./prefilter.ts";
import { all, type Condition, sql, type SqlValue } from "./sql.ts";
import type { Comparison } from "./tree.ts";

/** SQLite hands 1000 values at most to a function. */
const MAX_OUTER = 900;

/** Gives SQL a function, and says the name it has there. */
export type Define = (body: (...parameters: SqlValue[]) => boolean | number) => string;

/** Whether an argument fits; without one, no comparison with it is true. `outer` are the conditions on its trace. */
type ArgumentTest = (
  name: string,
  value: string,
  type: string,
  isThere: boolean,
  outer: readonly SqlValue[],
) => boolean;

function comparisonTest(comparison: Comparison): ArgumentTest {
  const { field } = comparison.subject;
  if (field === "value") {
    const test = valueTest(comparison);
    return (_name, value, type, isThere) => isThere && test(value, type);
  }
  const test = textTest(comparison);
  if (field === "arg") return (name, _value, _type, isThere) => isThere && test(name);
  return (_name, _value, type, isThere) => isThere && test(type);
}

/** @param outer takes in what the formula says of the trace itself. */
function formulaTest(formula: Formula, outer: Formula[]): ArgumentTest {
  if (!isAboutArgument(formula)) {
    const index = outer.push(formula) - 1;
    return (_name, _value, _type, _isThere, conditions) => conditions[index] === 1;
  }
  if (formula.type === "comparison") return comparisonTest(formula);
  const tests = formula.parts.map((part) => formulaTest(part, outer));
  const isAnd = formula.type === "and";
  return (name, value, type, isThere, conditions) => {
    for (const test of tests) if (test(name, value, type, isThere, conditions) !== isAnd) return !isAnd;
    return isAnd;
  };
}

/** Whether one of the arguments in the column `args` fits. What no comparison looks at is not cut out. */
function someArgument(args: SqlValue, outer: readonly SqlValue[], test: ArgumentTest, fields: ReadonlySet<string>) {
  if (typeof args !== "string" || args.length < 2) return test("", "", "", false, outer);
  const [needsName, needsValue, needsType] = [fields.has("arg"), fields.has("value"), fields.has("type")];
  for (let at = 1; at < args.length;) {
    const nameEnd = args.indexOf("\x1f", at);
    const valueEnd = args.indexOf("\x1f", nameEnd + 1);
    const end = args.indexOf("\x1e", valueEnd + 1);
    if (nameEnd < 0 || valueEnd < 0 || end < 0) return false;
    const name = needsName ? args.slice(at, nameEnd) : "";
    const value = needsValue ? args.slice(nameEnd + 1, valueEnd) : "";
    const type = needsType ? args.slice(valueEnd + 1, end) : "";
    if (test(name, value, type, true, outer)) return true;
    at = end + 1;
  }
  return false;
}

/** The fields of the argument that a formula looks at: of a value that is no text, its type too. */
function fieldsOf(formula: Formula): string[] {
  if (formula.type !== "comparison") return formula.parts.flatMap(fieldsOf);
  const { field = "" } = formula.subject;
  const isText = formula.operands.every(({ type }) => type === "text");
  return field === "value" && !isText ? ["value", "type"] : [field];
}

/**
 * The same without SQL: what the formula says of the trace itself, and whether one of the arguments in a column `args`
 * fits, where `outer` tells of each of that whether it is true.
 */
export function argumentTest(
  formula: Formula,
): { outer: readonly Formula[]; test: (args: string | null, outer: readonly (0 | 1)[]) => boolean } {
  const outer: Formula[] = [];
  const test = formulaTest(formula, outer);
  const fields = new Set(fieldsOf(formula));
  return { outer, test: (args, conditions) => someArgument(args, conditions, test, fields) };
}

/**
 * That one of the trace's arguments fits.
 *
 * @param condition makes a condition of what is about the trace itself.
 */
export function someArgumentFits(formula: Formula, define: Define, condition: (part: Formula) => Condition): Condition {
  const { needed, isExact } = prefilter(formula);
  if (needed !== undefined && isExact) return () => needed;
  const parts: Formula[] = [];
  const test = formulaTest(formula, parts);
  if (parts.length > MAX_OUTER) {
    throw new TstraceError(`the filter mixes more than ${MAX_OUTER} conditions with one argument: make it simpler`, 2);
  }
  const outer = parts.map(condition);
  const fields = new Set(fieldsOf(formula));
  const name = define((args, ...conditions) => someArgument(args, conditions, test, fields));
  return () => {
    const conditions = outer.map((make) => make());
    const call = sql(
      `${name}(${["args", ...conditions.map(({ text }) => text)].join(", ")})`,
      ...conditions.flatMap(({ parameters }) => parameters),
    );
    return needed === undefined ? call : all([needed, call]);
  };
}
