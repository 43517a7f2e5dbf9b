import { TstraceError } from "../errors.ts";
import { openForWriting, reason } from "./open.ts";

/** What a recording left behind. */
export interface RecordingResult {
  /** Traces in the database that belong to the recording. */
  kept: number;
  /** Traces lost because a dumper fell behind. */
  lost: number;
}

/**
 * Notes how the program ended, in the recording that this process began or else in the newest one.
 *
 * @throws {TstraceError} where the database cannot be written.
 */
export function finishRecording(path: string, end: { endedMs: number; status: string }): RecordingResult {
  const db = openForWriting(path);
  try {
    const recording = db.prepare(
      `SELECT id, lost, first_trace AS first,
         (SELECT first_trace FROM recordings AS later WHERE later.id > recordings.id ORDER BY id LIMIT 1) AS end
       FROM recordings ORDER BY pid = ? AND status IS NULL DESC, id DESC LIMIT 1`,
    ).get(process.pid) as { id: number; lost: number; first: number; end: number | null };
    db.prepare("UPDATE recordings SET ended_ms = ?, status = ? WHERE id = ?")
      .run(end.endedMs, end.status, recording.id);
    const { kept } = db.prepare("SELECT count(*) AS kept FROM traces WHERE id >= ? AND id < ?")
      .get(recording.first, recording.end ?? Number.MAX_SAFE_INTEGER) as { kept: number };
    return { kept, lost: recording.lost };
  } catch (error) {
    throw new TstraceError(`cannot write the end of the recording to ${path}: ${reason(error)}`, 1, { cause: error });
  } finally {
    db.close();
  }
}
