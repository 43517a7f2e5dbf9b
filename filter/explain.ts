import type { FilterError } from "./error.ts";
import { visible } from "./visible.ts";

/** So much of a long filter is shown around the mistake. */
const BEFORE = 60;
const AFTER = 40;

/**
 * A mistake with the filter below it and a caret under the place:
 *
 *     there is no field fnc, did you mean func?
 *       fnc == 'fib'
 *       ^^^
 *
 * @param width how many columns a text takes in the terminal.
 */
export function explain(error: FilterError, text: string, width: (text: string) => number): string {
  const from = Math.max(0, error.start - BEFORE);
  const to = Math.min(text.length, error.start + AFTER);
  const before = `${from > 0 ? "…" : ""}${visible(text.slice(from, error.start))}`;
  const marked = visible(text.slice(error.start, Math.min(error.end, to)));
  const after = `${visible(text.slice(Math.min(error.end, to), to))}${to < text.length ? "…" : ""}`;
  const caret = " ".repeat(width(before)) + "^".repeat(Math.max(1, width(marked)));
  return `${visible(error.message)}\n  ${before}${marked}${after}\n  ${caret}`;
}
