import type { Comparison, Operator, Tree } from "./tree.ts";

/**
 * A filter without `not`. Of what a trace does not have (the duration of a call that has just begun, the arguments
 * where there are none) no comparison is true, nor is its opposite; so `not` can be moved into the comparisons,
 * and from there on only what is true counts.
 */
export type Formula = Comparison | { type: "and" | "or"; parts: readonly Formula[] };

const OPPOSITE: Readonly<Record<Operator, Operator>> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "~": "!~",
  "!~": "~",
  "in": "not in",
  "not in": "in",
};

/** Moves `not` into the comparisons, and joins `and` in `and`, `or` in `or`. */
export function toFormula(tree: Tree, negated: boolean = false): Formula {
  if (tree.type === "not") return toFormula(tree.part, !negated);
  if (tree.type === "comparison") return negated ? { ...tree, operator: OPPOSITE[tree.operator] } : tree;
  const type = (tree.type === "and") === negated ? "or" : "and";
  const parts = tree.parts.flatMap((part) => {
    const formula = toFormula(part, negated);
    return formula.type === type ? formula.parts : [formula];
  });
  return { type, parts };
}

/** Whether it speaks of the one argument that all of `arg`, `value` and `type` speak of. */
export function isAboutArgument(formula: Formula): boolean {
  if (formula.type !== "comparison") return formula.parts.some(isAboutArgument);
  const { field } = formula.subject;
  return field === "arg" || field === "value" || field === "type";
}

/** Whether all of it does. */
export function isOnlyAboutArgument(formula: Formula): boolean {
  return formula.type === "comparison" ? isAboutArgument(formula) : formula.parts.every(isOnlyAboutArgument);
}
