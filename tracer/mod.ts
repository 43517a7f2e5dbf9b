/** The tracer: what runs inside the traced program. @module */
export { fillSlots } from "./instrument/edits.ts";
export { instrument, type Instrumented } from "./instrument/instrument.ts";
export { functionPattern, type Patterns, type Selection } from "./select.ts";
export type { Budget } from "./budget.ts";
export type { Secrets } from "./secret.ts";
export type { Settings } from "./settings.ts";
export { selectionOf } from "./selection.ts";
export { InsideTracer } from "./inside_tracer.ts";
