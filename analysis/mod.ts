/**
 * Turns traces into understanding: statistics, the call tree, callers, differences, types.
 *
 * @module
 */
export { correctTree, readCallTree } from "./call_tree.ts";
export type { CallNode, CallTree } from "./call_tree.ts";
export { readCallers } from "./callers.ts";
export type { Caller } from "./callers.ts";
export { countedStatistics } from "./counted_statistics.ts";
export { readCatalogue } from "./catalogue.ts";
export type { Catalogue, CatalogueFunction, CatalogueThread } from "./catalogue.ts";
export { chooseCalls } from "./chosen.ts";
export type { Chosen } from "./chosen.ts";
export { Declarations } from "./declared.ts";
export type { DeclaredFunction, DeclaredType } from "./declared.ts";
export { compare } from "./diff.ts";
export type { Comparison, Difference, FunctionDifference } from "./diff.ts";
export { parseIgnored } from "./ignore.ts";
export { describeOmissions, noOmissions } from "./omissions.ts";
export type { Omissions } from "./omissions.ts";
export { currentRange, eachStep } from "./range.ts";
export type { Progress, Range } from "./range.ts";
export { play } from "./replay.ts";
export type { Frame, PlayedThread, Player, PlayOptions } from "./replay.ts";
export { rowStatistics } from "./row_statistics.ts";
export type { Grouping, Statistic, Statistics, StatisticsSource } from "./stats.ts";
export { describeTimes, tracingCost, withoutTracing } from "./tracing_cost.ts";
export { readTypes } from "./types.ts";
export type { FunctionTypes, SeenTypes } from "./types.ts";
export { readTypicalArguments } from "./typical_arguments.ts";
export type { TypicalArguments } from "./typical_arguments.ts";
export type { TypicalValues } from "./typical.ts";
export { TRACE_COLUMNS } from "./visitor.ts";
export type { TraceVisitor } from "./visitor.ts";
