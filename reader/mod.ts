/**
 * Shows a database of traces: in a pager with the keys of `less`, as text lines, as JSON lines.
 *
 * @module
 */
export { openPager } from "./app.ts";
export type { PagerOptions } from "./app.ts";
export { printJson, printText } from "./print.ts";
export type { PrintOptions, Write } from "./print.ts";
export { canPage, useColour } from "./terminal.ts";
