import type { Trace } from "../store/mod.ts";
import { entry, type KeySection } from "./key_table.ts";
import { visible } from "./visible.ts";

/** Tells the recording that runs into a database what to record; what it returns is undefined where none runs. */
export interface RecordingControls {
  /** Pauses it or goes on; whether it is paused now. */
  pause(database: string): Promise<boolean | undefined>;
  /** Mutes one function or records it again; whether it is muted now. */
  mute(database: string, fn: { name: string; module: string; line: number }): Promise<boolean | undefined>;
}

/** Keys for a recording that runs. */
export const CONTROL_KEYS: KeySection = {
  heading: "Recording",
  entries: [
    entry("M", "M", "record the function of this row no longer, or again", (state) => ({ state, action: "mute" })),
    entry("P", "P", "pause the recording, or go on", (state) => ({ state, action: "pause" })),
  ],
};

const NONE_RUNS = "No recording into this file is running";

/** Mutes the function of a row, or records it again; what is to be said of it. */
export async function toggleMuted(
  trace: Trace | undefined,
  controls: RecordingControls | undefined,
  path: string,
): Promise<string> {
  if (!trace || trace.func === null || trace.module === null || trace.line === null) return "This row has no function";
  const muted = await controls?.mute(path, { name: trace.func, module: trace.module, line: trace.line });
  if (muted === undefined) return NONE_RUNS;
  const name = visible(trace.func);
  return muted ? `${name} is recorded no longer: M records it again` : `${name} is recorded again`;
}

/** Pauses the recording or goes on; what is to be said of it. */
export async function togglePaused(controls: RecordingControls | undefined, path: string): Promise<string> {
  const paused = await controls?.pause(path);
  if (paused === undefined) return NONE_RUNS;
  return paused ? "The recording is paused: P goes on" : "The recording goes on";
}
