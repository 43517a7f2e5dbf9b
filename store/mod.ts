/**
 * The database of traces: created by `tstrace run`, written by the dumpers of one or more processes at
 * once, read by the reader while it is written.
 *
 * @module
 */
export { createDatabase } from "./create.ts";
export type { Creation } from "./create.ts";
export { openWriter } from "./writer.ts";
export { runningRecording } from "./join.ts";
export { findRecording } from "./find.ts";
export { finishRecording } from "./finish.ts";
export type { RecordingResult } from "./finish.ts";
export { openReader } from "./reader.ts";
export { rotatedNumbers, rotatedPath, sizeOnDisk } from "./rotate.ts";
export { runQuery } from "./query.ts";
export type { QueryResult, ResultValue } from "./query.ts";
export type {
  Condition,
  CounterRow,
  DurationsRow,
  FunctionRow,
  HeldRow,
  ProcessRow,
  Recording,
  RingState,
  SqlValue,
  StoreReader,
  StoreWriter,
  Trace,
  TraceRow,
  Visit,
} from "./types.ts";
