import type { StoreReader } from "../store/mod.ts";
import { createClock } from "./clock.ts";
import { formatDuration } from "./duration.ts";
import type { PagerState } from "./state.ts";
import { visible } from "./visible.ts";

/** A line about the database and the current row. */
export function describeDatabase(reader: StoreReader, state: PagerState, isRecording: boolean): string {
  const recordings = reader.recordings();
  const newest = recordings.at(-1);
  const [row] = state.cursor === 0 ? [] : reader.from(state.cursor, 1);
  const parts = [
    visible(reader.path),
    `${reader.count()} traces kept, ${reader.lost()} lost`,
    recordings.length > 1 ? `${recordings.length} recordings` : "",
    newest ? `${visible(newest.command)}: ${visible(newest.status ?? (isRecording ? "running" : "end not seen"))}` : "",
    row ? `row ${row.id}` : "",
    row ? `${formatDuration(row.at)} after ${createClock(reader.startedMs).local(0)}` : "",
  ];
  return parts.filter((part) => part !== "").join("  ");
}
