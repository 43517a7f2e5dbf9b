import type { StoreReader } from "../store/mod.ts";
import type { Range } from "./range.ts";

/** What an analysis could not take into account, or only in part. */
export interface Omissions {
  /** Calls that had not ended: still running, or their end was not recorded. */
  unfinished: number;
  /** Ends of calls whose beginning is not there. */
  withoutBegin: number;
  /** Records that were lost, in so many places. */
  lost: number;
  gaps: number;
  /** Times that lay before the time of the trace ahead of them. */
  clock: number;
  /** Older traces that were deleted to keep to `--max-traces`. */
  deleted: number;
  /** Traces that were deleted while they were read. */
  vanished: number;
  /** Whether the recording was going on. */
  recording: boolean;
}

/** Nothing left out but what lies before the range. */
export function noOmissions(reader: StoreReader, range: Range): Omissions {
  return {
    unfinished: 0,
    withoutBegin: 0,
    lost: 0,
    gaps: 0,
    clock: 0,
    deleted: Math.max(0, range.from - 1),
    vanished: 0,
    recording: reader.isRecording(),
  };
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

/** What was left out, a sentence each; none where nothing was. */
export function describeOmissions(omissions: Omissions): string[] {
  const { unfinished, withoutBegin, lost, gaps, clock, deleted, vanished, recording } = omissions;
  const notes: string[] = [];
  if (recording) notes.push("the recording goes on: this is what it held when the command began");
  if (lost > 0) {
    const where = gaps > 0 ? ` in ${many(gaps, "place", "places")}` : "";
    notes.push(`${many(lost, "trace was", "traces were")} lost${where}: marked with *`);
  }
  if (unfinished > 0) notes.push(`${many(unfinished, "call has", "calls have")} no end: counted, without a duration`);
  if (withoutBegin > 0) {
    notes.push(`${many(withoutBegin, "trace is", "traces are")} of calls whose beginning is not there: left out`);
  }
  if (deleted > 0) notes.push(`${many(deleted, "older trace was", "older traces were")} deleted while recording`);
  if (vanished > 0) notes.push(`${many(vanished, "trace was", "traces were")} deleted while being read: left out`);
  if (clock > 0) notes.push(`${many(clock, "trace lies", "traces lie")} before the one ahead: taken for simultaneous`);
  return notes;
}
