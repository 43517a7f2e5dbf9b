/**
 * tstrace as a library: a program that traces itself, and what it can say about its own tracing.
 *
 * @module
 */
export { register, start, stop, type Tracing, tracing, type TracingOptions } from "./library/mod.ts";
export { TstraceError } from "./errors.ts";
export { log, mark } from "./tracer/log.ts";
export { notrace } from "./tracer/notrace.ts";
