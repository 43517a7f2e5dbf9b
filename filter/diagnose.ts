import type { StoreReader } from "../store/mod.ts";
import { compile } from "./compile.ts";
import { editDistance } from "./distance.ts";
import { FilterError } from "./error.ts";
import type { Filter } from "./filter.ts";
import { timeBase } from "./filter.ts";
import { type Formula, toFormula } from "./formula.ts";
import { Names } from "./names.ts";
import { quoteText } from "./quote.ts";
import { NEVER } from "./sql.ts";
import type { Comparison, Field, Literal } from "./tree.ts";
import { Values } from "./values.ts";

/** So many comparisons are looked into, each of which may take as long as a filter. */
const MAX_COMPARISONS = 12;
/** How many of the values that exist are named. */
const NEAREST = 5;
/** Longer values are shortened in a message, and compared by their beginning. */
const MAX_SHOWN = 40;

/** The comparisons that must find something for the filter to find something. */
function positive(formula: Formula): Comparison[] {
  if (formula.type !== "comparison") return formula.parts.flatMap(positive);
  return ["==", "in", "~"].includes(formula.operator) ? [formula] : [];
}

/** Whether the field's values stand in small tables, and so is known at once what there is. */
function isNamed(field: Field | undefined): boolean {
  return field === "func" || field === "module" || field === "pid" || field === "tid" || field === "kind";
}

/** The names nearest to a word: those that begin with it, then by how many letters differ. */
export function nearestOf(word: string, names: readonly string[], count: number): string[] {
  const wanted = word.toLowerCase().slice(0, MAX_SHOWN);
  const scored = names.map((name) => {
    const lower = name.toLowerCase().slice(0, MAX_SHOWN);
    const begins = wanted !== "" && lower.startsWith(wanted);
    return { name, score: begins ? (lower.length - wanted.length) / 100 : editDistance(wanted, lower) };
  });
  // Sorting is stable: of those as near, the more frequent come first.
  scored.sort((a, b) => a.score - b.score);
  // Beside one that is nearly the same, others are only noise.
  const farthest = Math.max(2, (scored[0]?.score ?? 0) + 1);
  return scored.filter(({ score }) => score <= farthest).slice(0, count).map(({ name }) => name);
}

function known(comparison: Comparison, values: Values): string[] {
  const { subject } = comparison;
  const list = subject.field === undefined ? values.at(subject.argument, subject.path) : values.of(subject.field);
  return list.map(({ text }) => text);
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function nameOf({ subject }: Comparison): string {
  if (subject.field !== undefined) return subject.field;
  const root = subject.argument === "return value" ? "return" : subject.argument;
  return [root, ...subject.path].join(".");
}

function notFound(comparison: Comparison, literal: Literal, values: Values): FilterError {
  const text = literal.type === "text"
    ? literal.text
    : literal.type === "number"
    ? String(literal.number)
    : literal.name;
  const asked = literal.type === "text" ? quoteText(shorten(text)) : text;
  const options = nearestOf(text.replace(/[%^$*+?\\]/g, ""), known(comparison, values), NEAREST);
  const nearest = options.length === 0 ? "there are none" : `nearest: ${options.map(shorten).join(", ")}`;
  return new FilterError(`${nameOf(comparison)} not found: ${asked} - ${nearest}`, literal.start, literal.end, options);
}

/**
 * Says why a filter finds nothing: the first value in it that no trace has, and the nearest that exist. Undefined
 * where each of them exists, but not together.
 */
export function diagnose(filter: Filter, reader: StoreReader): FilterError | undefined {
  const names = new Names(reader);
  const values = new Values(reader, names);
  const context = { names, time: timeBase(reader) };
  const comparisons = positive(toFormula(filter.tree)).sort((a, b) => a.start - b.start).slice(0, MAX_COMPARISONS);
  for (const comparison of comparisons) {
    const { field } = comparison.subject;
    if (field === "time" || field === "duration" || field === "depth") continue;
    for (const literal of comparison.operands.slice(0, MAX_COMPARISONS)) {
      const operator = comparison.operator === "~" ? "~" : "==";
      const single: Comparison = { ...comparison, operator, operands: [literal] };
      const condition = compile(single, context, (body) => reader.define(body))();
      if (condition !== NEVER && isNamed(field)) continue;
      const found = reader.select(condition, { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1, reverse: false });
      if (found.length === 0) return notFound(comparison, literal, values);
    }
  }
  return undefined;
}
