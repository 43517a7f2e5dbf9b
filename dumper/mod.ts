/**
 * Takes records out of rings and stores them. Its entry as a Worker is `worker.ts`.
 *
 * @module
 */
export type { DumperMessage, DumperProblem, DumperStart, FunctionInfo, ModuleInfo, ProcessInfo } from "./types.ts";
export { Collector, type CollectorStart } from "./collect.ts";
export { type ControlState, type MutedFunctions, readControl } from "./control.ts";
export type { Triggers } from "./triggers.ts";
export type { Choice } from "./choice.ts";
export type { Redaction } from "./redact.ts";
export type { RunningProcess } from "./directory.ts";
