import type { StoreReader } from "../store/mod.ts";
import { type RecordingControls, toggleMuted, togglePaused } from "./controls.ts";
import { copySequence, editSource } from "./external.ts";
import { describeDatabase } from "./info.ts";
import { formatRow, type Layout } from "./row.ts";
import type { Screen } from "./screen.ts";
import { plainText } from "./segment.ts";
import type { RowSource } from "./source.ts";
import type { Action, PagerState } from "./state.ts";

/** What an action may need. */
export interface Means {
  reader: StoreReader;
  isRecording: boolean;
  screen: Pick<Screen, "lend" | "send">;
  layout: Layout;
  controls?: RecordingControls;
}

/** Does what a key asks for with the current row or the database; what is to be said of it, be it later; null for nothing. */
export function answer(
  action: Action,
  state: PagerState,
  rows: RowSource,
  means: Means,
): string | null | Promise<string> {
  const trace = rows.row(state.cursor);
  switch (action) {
    case "info":
      return describeDatabase(means.reader, state, means.isRecording);
    case "edit": {
      let message: string | null = null;
      means.screen.lend(() => {
        message = editSource(trace, process.env);
        return null;
      });
      return message;
    }
    case "copy": {
      if (!trace) return null;
      const sequence = copySequence(plainText(formatRow(trace, means.layout)));
      if (sequence === undefined) return "The row is too long to be copied";
      means.screen.send(sequence);
      return "Row copied, if the terminal allows it";
    }
    case "mute":
      return toggleMuted(trace, means.controls, means.reader.path);
    case "pause":
      return togglePaused(means.controls, means.reader.path);
    default:
      return null;
  }
}
