/** tstrace inside a program: tracing that the program itself starts and stops. @module */
export { start, stop, type Tracing, tracing } from "./tracing.ts";
export type { TracingOptions } from "./options.ts";
export { register } from "./register.ts";
