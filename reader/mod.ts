/**
 * Shows a database of traces: in a pager with the keys of `less`, as text lines, as JSON lines.
 *
 * @module
 */
export { openPager } from "./app.ts";
export type { PagerOptions } from "./app.ts";
export { printCsv, printJson, printText } from "./print.ts";
export type { PrintOptions, PrintSource, Write } from "./print.ts";
export { COLUMN_NAMES } from "./record.ts";
export type { ColumnName } from "./record.ts";
export { canPage, useColour } from "./terminal.ts";
export type { RecordingControls } from "./controls.ts";
export { formatTable, printQuery } from "./table.ts";
export { createClock } from "./clock.ts";
export { grouped } from "./grouped.ts";
export { formatDuration } from "./duration.ts";
export { writeBytes, writeOutput } from "./output.ts";
export { visible } from "./visible.ts";
export { widthOf } from "./width.ts";
