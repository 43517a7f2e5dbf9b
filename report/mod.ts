/**
 * Writes a recording as a page to look at: timeline, flame graph, functions, exceptions.
 *
 * @module
 */
export { writeReport } from "./writer.ts";
export type { ReportFacts } from "./writer.ts";
