/**
 * tstrace as a library: what a program can say about its own tracing.
 *
 * @module
 */
export { notrace } from "./tracer/mod.ts";
