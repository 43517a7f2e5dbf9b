/**
 * The filter language: reads a filter, says what is wrong with it, completes it, and turns it into SQL.
 *
 * @module
 */
export { createFilter } from "./filter.ts";
export type { Filter, Piece, Stretch } from "./filter.ts";
export { createMatcher } from "./match.ts";
export { FilterError } from "./error.ts";
export { parseFilter } from "./parse.ts";
export { parseDuration } from "./quantity.ts";
export { explain } from "./explain.ts";
export { diagnose } from "./diagnose.ts";
export { quoteText } from "./quote.ts";
export { createCompleter } from "./complete.ts";
export type { Candidate, Completer, Completion } from "./complete.ts";
export type { Comparison, Field, Literal, Operator, Span, Subject, Tree } from "./tree.ts";
