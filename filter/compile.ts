import { type Define, someArgumentFits } from "./argument.ts";
import { type Formula, isAboutArgument, isOnlyAboutArgument } from "./formula.ts";
import { pathFits } from "./path.ts";
import { all, any, type Condition } from "./sql.ts";
import { type Context, traceFits } from "./trace.ts";

/** So many alternatives about an argument are cheaper as SQL than as a function. */
const MAX_SEPARATE = 2;

function makeAll(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? conditions[0] : () => all(conditions.map((make) => make()));
}

function makeAny(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? conditions[0] : () => any(conditions.map((make) => make()));
}

/**
 * Makes the condition in SQL on a row of `traces` that a formula stands for: that there is an argument with which
 * all of it is true, or for a trace without arguments that it is true without.
 *
 * "There is an argument" moves inwards: past what is about the trace itself, and past `or`; what is left of an
 * `and` with several parts about the argument is decided by one function.
 */
export function compile(formula: Formula, context: Context, define: Define): Condition {
  if (formula.type === "comparison") {
    if (isAboutArgument(formula)) return someArgumentFits(formula, define, nothing);
    const { argument, path, field } = formula.subject;
    return field === undefined ? pathFits(formula, argument, path, define) : traceFits(formula, context);
  }
  const inner = (part: Formula): Condition => compile(part, context, define);
  const [own, together] = formula.type === "and" ? splitAnd(formula.parts) : splitOr(formula.parts);
  const conditions = own.map(inner);
  if (together.length > 0) {
    const rest = together.length === 1 ? together[0] : { type: formula.type, parts: together };
    conditions.push(together.length === 1 ? inner(rest) : someArgumentFits(rest, define, inner));
  }
  return formula.type === "and" ? makeAll(conditions) : makeAny(conditions);
}

/** Parts that can stand alone, and those that must speak of the same argument. */
function splitAnd(parts: readonly Formula[]): [own: readonly Formula[], together: readonly Formula[]] {
  return [parts.filter((part) => !isAboutArgument(part)), parts.filter(isAboutArgument)];
}

/** Each alternative can stand alone, but many that only look at the arguments are looked at in one go. */
function splitOr(parts: readonly Formula[]): [own: readonly Formula[], together: readonly Formula[]] {
  const alike = parts.filter(isOnlyAboutArgument);
  if (alike.length <= MAX_SEPARATE) return [parts, []];
  return [parts.filter((part) => !isOnlyAboutArgument(part)), alike];
}

function nothing(): never {
  throw new Error("a comparison has no parts");
}
