/**
 * Filters on traces that are in no database: decided on one trace at a time, without SQL.
 *
 * @module
 */
import { argumentTest } from "./argument.ts";
import { isNegative, textTest, valueTest } from "./compare.ts";
import { FilterError } from "./error.ts";
import { type Formula, isAboutArgument, toFormula } from "./formula.ts";
import { KIND_NAMES } from "./kinds.ts";
import { shownModule } from "./module.ts";
import { durationOf, timeOf } from "./operands.ts";
import { parseFilter } from "./parse.ts";
import { findPath } from "./path.ts";
import type { TimeBase } from "./time.ts";
import { either, numberTest } from "./trace.ts";
import type { Comparison, Tree } from "./tree.ts";
import { visible } from "./visible.ts";

/** What a trace is of, all that is known before its values are looked at. */
export interface Named {
  kind: number;
  /** Null where the function is not known. */
  func: string | null;
  /** Absolute path or URL. */
  module: string | null;
}

/** A trace as a filter sees it. */
export interface Matchable extends Named {
  pid: number;
  tid: number;
  /** Nanoseconds since the first recording of the database began. */
  at: number;
  depth: number;
  /** Nanoseconds. */
  duration: number | null;
  /** As the columns of these names. */
  args: string | null;
  data: Uint8Array | null;
}

/** A filter that is asked about one trace after the other. */
export interface Matcher {
  /** Whether some trace of this kind and function could fit: false spares the looking at its values. */
  mayFit(named: Named): boolean;
  fits(trace: Matchable): boolean;
}

/** What a filter is about. */
export interface MatchContext {
  /** Working directory of the recording. */
  cwd: string;
  /** What times count from; there is no newest trace yet. */
  time: Omit<TimeBase, "newestAt">;
}

type Test<T> = (trace: T) => boolean;

/**
 * Reads a filter.
 *
 * @throws {FilterError} with the place of the first mistake.
 */
export function createMatcher(text: string, context: MatchContext): Matcher {
  const tree = parseFilter(text);
  refuseNewest(tree);
  const formula = toFormula(tree);
  return { mayFit: possibly(formula, context), fits: test(formula, context) };
}

/** No time can count from the newest trace before there is one. */
function refuseNewest(tree: Tree): void {
  if (tree.type === "not") return refuseNewest(tree.part);
  if (tree.type !== "comparison") return tree.parts.forEach(refuseNewest);
  if (tree.subject.field !== "time") return;
  const literal = tree.operands.find((each) => {
    return each.type === "text" ? each.text.trim().startsWith("-") : each.type === "number" && each.number < 0;
  });
  if (literal === undefined) return;
  throw new FilterError("a time before the newest trace: there is no trace yet", literal.start, literal.end);
}

function test(formula: Formula, context: MatchContext): Test<Matchable> {
  if (isAboutArgument(formula)) {
    const { outer, test: fits } = argumentTest(formula);
    const conditions = outer.map((part) => test(part, context));
    return (trace) => fits(trace.args, conditions.map((condition) => condition(trace) ? 1 : 0));
  }
  if (formula.type === "comparison") return comparisonTest(formula, context);
  const parts = formula.parts.map((part) => test(part, context));
  return formula.type === "and"
    ? (trace) => parts.every((part) => part(trace))
    : (trace) => parts.some((part) => part(trace));
}

/** What is true of all traces of a kind and function that fit: there is no `not` in a formula. */
function possibly(formula: Formula, context: MatchContext): Test<Named> {
  if (formula.type === "comparison") return nameTest(formula, context) ?? (() => true);
  const parts = formula.parts.map((part) => possibly(part, context));
  return formula.type === "and"
    ? (named) => parts.every((part) => part(named))
    : (named) => parts.some((part) => part(named));
}

function nameTest(comparison: Comparison, { cwd }: MatchContext): Test<Named> | undefined {
  switch (comparison.subject.field) {
    case "kind": {
      const fits = textTest(comparison);
      return ({ kind }) => fits(KIND_NAMES[kind] ?? "");
    }
    case "func": {
      const fits = either(textTest(comparison), isNegative(comparison));
      return ({ func }) => func !== null && fits(func, visible(func));
    }
    case "module": {
      const fits = either(textTest(comparison), isNegative(comparison));
      return ({ module }) => module !== null && fits(module, shownModule(module, cwd));
    }
    default:
      return undefined;
  }
}

function comparisonTest(comparison: Comparison, context: MatchContext): Test<Matchable> {
  const { field, argument, path } = comparison.subject;
  if (field === undefined) {
    const fits = valueTest(comparison);
    return ({ args, data, kind }) => {
      const found = args === null ? undefined : findPath(args, data, kind, argument, path);
      return found !== undefined && fits(found.value, found.type);
    };
  }
  switch (field) {
    case "pid":
    case "tid":
    case "depth": {
      const fits = numberTest(comparison);
      return (trace) => fits(trace[field]);
    }
    case "duration": {
      const fits = numberTest(comparison, durationOf);
      return ({ duration }) => duration !== null && fits(duration);
    }
    case "time":
      return timeTest(comparison, context);
    default:
      return nameTest(comparison, context)!;
  }
}

function timeTest(comparison: Comparison, { time }: MatchContext): Test<Matchable> {
  const { subject, operator, operands } = comparison;
  const intervals = operands.map((literal) => timeOf(subject, literal, { ...time, newestAt: 0 }));
  const [{ start }] = intervals;
  // Times are compared as they are shown: the whole microsecond is one time.
  const next = start + 1000;
  switch (operator) {
    case "<":
      return ({ at }) => at < start;
    case ">=":
      return ({ at }) => at >= start;
    case "<=":
      return ({ at }) => at < next;
    case ">":
      return ({ at }) => at >= next;
    default: {
      const negative = isNegative(comparison);
      return ({ at }) => intervals.some((each) => at >= each.start && at < each.end) !== negative;
    }
  }
}
