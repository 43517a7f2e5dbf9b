import { TstraceError } from "../errors.ts";
import { openForWriting, reason } from "./open.ts";

/** What a recording left behind. */
export interface RecordingResult {
  /** Traces in the database that belong to the recording. */
  kept: number;
  /** Traces lost because a dumper fell behind. */
  lost: number;
  /** Traces left out, as users chose others. */
  leftOut: number;
  /** Calls that were not recorded as their function was muted; and calls that were only counted. */
  muted: number;
  counted: number;
  /** Traces that have less of values than was asked for. */
  shallow: number;
}

/** How a recording ended. */
export interface RecordingEnd {
  /** `recordings.id`; the newest one by default. */
  recording?: number;
  /** Milliseconds since 1970. */
  endedMs: number;
  /** Such as `exited 0`. */
  status: string;
}

/**
 * Notes how the program ended.
 *
 * @throws {TstraceError} where the database cannot be written.
 */
export function finishRecording(path: string, end: RecordingEnd): RecordingResult {
  const db = openForWriting(path);
  try {
    const recording = db.prepare(
      `SELECT id, lost, left_out AS leftOut, first_trace AS first,
         (SELECT first_trace FROM recordings AS later WHERE later.id > recordings.id ORDER BY id LIMIT 1) AS end
       FROM recordings WHERE id = ifnull(?, (SELECT max(id) FROM recordings))`,
    ).get(end.recording ?? null) as { id: number; lost: number; leftOut: number; first: number; end: number | null };
    db.prepare("UPDATE recordings SET ended_ms = ?, status = ? WHERE id = ?")
      .run(end.endedMs, end.status, recording.id);
    db.prepare("DELETE FROM rings WHERE recording = ?").run(recording.id);
    const { kept } = db.prepare("SELECT count(*) AS kept FROM traces WHERE id >= ? AND id < ?")
      .get(recording.first, recording.end ?? Number.MAX_SAFE_INTEGER) as { kept: number };
    const { muted, counted } = db.prepare(
      `SELECT ifnull(sum(muted), 0) AS muted, ifnull(sum(calls - kept), 0) AS counted FROM held_back
         JOIN threads ON threads.id = thread JOIN processes ON processes.id = threads.process WHERE recording = ?`,
    ).get(recording.id) as { muted: number; counted: number };
    const { shallow } = db.prepare(
      `SELECT ifnull(sum(shallow), 0) AS shallow FROM threads
         JOIN processes ON processes.id = threads.process WHERE recording = ?`,
    ).get(recording.id) as { shallow: number };
    return { kept, lost: recording.lost, leftOut: recording.leftOut, muted, counted, shallow };
  } catch (error) {
    throw new TstraceError(`cannot write the end of the recording to ${path}: ${reason(error)}`, 1, { cause: error });
  } finally {
    db.close();
  }
}
