/**
 * Conditions on the trace itself. What stands in small tables is looked up there first: SQL gets ids.
 *
 * @module
 */
import { isNegative, textTest } from "./compare.ts";
import { KIND_NAMES } from "./kinds.ts";
import { shownModule } from "./module.ts";
import type { NamedFunction, Names } from "./names.ts";
import { durationOf, numberOf, timeOf } from "./operands.ts";
import { all, any, type Condition, oneOf, type Sql, sql } from "./sql.ts";
import type { TimeBase } from "./time.ts";
import type { Comparison, Literal } from "./tree.ts";
import { visible } from "./visible.ts";

/** What conditions are made from. */
export interface Context {
  names: Names;
  time: TimeBase;
}

/** Whether a number fits; `read` gives that of a literal. */
export function numberTest(comparison: Comparison, read: typeof numberOf = numberOf): (number: number) => boolean {
  const { subject, operator, operands } = comparison;
  const numbers = operands.map((literal) => read(subject, literal));
  const [bound] = numbers;
  switch (operator) {
    case "<":
      return (number) => number < bound;
    case "<=":
      return (number) => number <= bound;
    case ">":
      return (number) => number > bound;
    case ">=":
      return (number) => number >= bound;
    default:
      return (number) => numbers.includes(number) !== isNegative(comparison);
  }
}

function threadFits(comparison: Comparison, { names }: Context): Condition {
  const column = comparison.subject.field === "pid" ? "pid" : "tid";
  const test = numberTest(comparison);
  return () => oneOf("thread", names.threads.filter((thread) => test(thread[column])).map(({ id }) => id));
}

/** A column that holds a number, or null where the trace has none: then no comparison is true. */
function columnFits(column: "depth" | "duration", comparison: Comparison): Condition {
  const { subject, operator, operands } = comparison;
  const read = column === "duration" ? durationOf : numberOf;
  const numbers = operands.map((literal) => read(subject, literal));
  if (operator === "in" || operator === "not in") {
    const list = sql(`${column} ${operator.toUpperCase()} (SELECT value FROM json_each(?))`, JSON.stringify(numbers));
    return () => list;
  }
  // Operators come from a list of ours, not from the text of the filter.
  const condition = sql(`${column} ${operator === "==" ? "=" : operator === "!=" ? "<>" : operator} ?`, numbers[0]);
  return () => condition;
}

function timeFits(comparison: Comparison, { time }: Context): Condition {
  const { subject, operator, operands } = comparison;
  const interval = (literal: Literal): { start: number; end: number } => timeOf(subject, literal, time);
  const inside = (literal: Literal): Sql => {
    const { start, end } = interval(literal);
    return sql("(at >= ? AND at < ?)", start, end);
  };
  const outside = (literal: Literal): Sql => {
    const { start, end } = interval(literal);
    return sql("(at < ? OR at >= ?)", start, end);
  };
  const condition = ((): Sql => {
    // Times are compared as they are shown: the whole microsecond is one time.
    const { start } = interval(operands[0]);
    switch (operator) {
      case "<":
        return sql("at < ?", start);
      case ">=":
        return sql("at >= ?", start);
      case "<=":
        return sql("at < ?", start + 1000);
      case ">":
        return sql("at >= ?", start + 1000);
      default:
        return isNegative(comparison) ? all(operands.map(outside)) : any(operands.map(inside));
    }
  })();
  return () => condition;
}

/** Function ids per test, so that a filter is not looked up anew for each piece of its result. */
function functionIds(names: Names, test: (called: NamedFunction) => boolean): () => readonly number[] {
  const ids: number[] = [];
  let seen = 0;
  return () => {
    for (; seen < names.functions.length; seen++) {
      if (test(names.functions[seen])) ids.push(names.functions[seen].id);
    }
    return ids;
  };
}

function functionFits(comparison: Comparison, { names }: Context): Condition {
  const test = either(textTest(comparison), isNegative(comparison));
  const ids = functionIds(names, ({ name }) => test(name, visible(name)));
  return () => oneOf("function", ids());
}

/** Whether one form of a name fits, or with a negative comparison all. */
export function either(test: (text: string) => boolean, negative: boolean): (a: string, b: string) => boolean {
  return negative ? (a, b) => test(a) && (a === b || test(b)) : (a, b) => test(a) || (a !== b && test(b));
}

/** The path as it is shown, which depends on where its recording ran, or as a whole. */
function moduleFits(comparison: Comparison, { names }: Context): Condition {
  const test = either(textTest(comparison), isNegative(comparison));
  const perDirectory = new Map<string, () => readonly number[]>();
  return () => {
    const directories = Map.groupBy(names.threads, ({ cwd }) => cwd);
    return any([...directories].map(([cwd, threads]) => {
      let ids = perDirectory.get(cwd);
      if (ids === undefined) {
        ids = functionIds(names, ({ module }) => test(module, shownModule(module, cwd)));
        perDirectory.set(cwd, ids);
      }
      const functions = oneOf("function", ids());
      if (directories.size === 1) return functions;
      return all([functions, oneOf("thread", threads.map(({ id }) => id))]);
    }));
  };
}

function kindFits(comparison: Comparison): Condition {
  const test = textTest(comparison);
  const kinds = KIND_NAMES.flatMap((name, kind) => test(name) ? [kind] : []);
  const condition = oneOf("kind", kinds);
  return () => condition;
}

/** That a comparison of a field of the trace is true. */
export function traceFits(comparison: Comparison, context: Context): Condition {
  switch (comparison.subject.field) {
    case "pid":
    case "tid":
      return threadFits(comparison, context);
    case "depth":
    case "duration":
      return columnFits(comparison.subject.field, comparison);
    case "time":
      return timeFits(comparison, context);
    case "func":
      return functionFits(comparison, context);
    case "module":
      return moduleFits(comparison, context);
    default:
      return kindFits(comparison);
  }
}
