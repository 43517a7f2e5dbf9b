import { type FilterProgress, filterText, findingText, hitText } from "./finding_text.ts";
import type { HitCount } from "./search.ts";
import type { Segment } from "./segment.ts";
import type { RowSource } from "./source.ts";
import { foldsAnything } from "./folds.ts";
import { pageHeight, type PagerState } from "./state.ts";
import { visible } from "./visible.ts";
import { clip, widthOf } from "./width.ts";

/** What the status line tells beside the state. */
export interface Surroundings {
  /** What it calls the database. */
  name: string;
  /** Whether somebody still records. */
  isRecording: boolean;
  /** What has happened to the file: another recording began, it was deleted. */
  news: string | null;
  /** Whether something is still being worked out that the screen shows. */
  isWorking: boolean;
  /** Where in a row's text the search has hits: start and end of each. */
  hitsIn?(text: string): readonly number[];
  /** Whether a row is shown only because one near it passes the filter. */
  isContext?(id: number): boolean;
  /** How many rows the search has found so far. */
  hits?: HitCount | null;
  /** How far the filters have come, while they are not through. */
  progress?: FilterProgress | null;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "" : `${Math.min(100, Math.floor(part * 100 / whole))} %`;
}

function followText(state: PagerState, { isRecording }: Surroundings): string {
  if (state.follow === "off") return isRecording ? "recording, F follows" : "";
  if (!isRecording) return "recording has ended";
  return state.follow === "on" ? "following" : "paused, G goes on";
}

/** `12-61 of 1000  6 %  3 lost  traces.sqlite`. */
function position(state: PagerState, source: RowSource, shown: number, around: Surroundings): string[] {
  const count = source.count();
  const lost = source.lost();
  const isFolded = foldsAnything(state.folds);
  const index = source.indexOf(state.top);
  // Folded calls stand for more rows than the screen has: then the current row's place is what can be told.
  const last = isFolded ? source.indexOf(state.cursor) + 1 : index + shown;
  const isEnd = isFolded ? state.cursor >= source.last() : last >= count;
  return [
    shown === 0 ? "no traces yet" : `${isFolded ? "" : `${index + 1}-`}${last} of ${count}`,
    isEnd && shown > 0 ? "(END)" : percent(last, count),
    hitText(around.hits ?? null),
    filterText(state, around.progress ?? null),
    isFolded ? (around.isWorking ? "folding…" : "folded") : "",
    lost > 0 ? `${lost} lost` : "",
    followText(state, around),
    visible(around.name),
    state.offset > 0 && state.offset !== Infinity ? `column ${state.offset + 1}` : "",
  ];
}

/** What was typed of a command that is not complete. */
function typed({ count, pressed }: PagerState): string {
  return `:${count}${pressed === "" ? "" : ` ${visible(pressed)}`}`;
}

/** The last line of the screen, where no prompt is open. `shown`: how many rows are on the screen. */
export function statusLine(state: PagerState, source: RowSource, shown: number, around: Surroundings): Segment[] {
  const { seek, columns } = state;
  const finding = findingText(state, source, around);
  if (finding !== null) return clip([{ text: ` ${finding} `, style: "status" }], 0, columns);
  if (seek) {
    const part = percent(source.indexOf(seek.next), source.count());
    return clip([{ text: ` looking for the ${seek.what}: at ${part}, any key stops `, style: "status" }], 0, columns);
  }
  if (state.message !== null) return clip([{ text: ` ${state.message} `, style: "alert" }], 0, columns);
  if (state.count !== "" || state.pressed !== "") return clip([{ text: typed(state), style: "status" }], 0, columns);
  if (state.help) return clip([{ text: " help  / search  q back ", style: "status" }], 0, columns);
  const left: Segment[] = [];
  if (around.news !== null) left.push({ text: ` ${around.news} `, style: "alert" });
  const parts = position(state, source, Math.min(shown, pageHeight(state)), around).filter((part) => part !== "");
  left.push({ text: ` ${parts.join("  ")} `, style: "status" });
  const right = "  h help  q quit ";
  const room = columns - left.reduce((sum, { text }) => sum + widthOf(text), 0) - right.length;
  if (room > 0) left.push({ text: " ".repeat(room) + right, style: "faint" });
  return clip(left, 0, columns);
}
