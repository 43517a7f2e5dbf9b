import { entry, type KeySection } from "./key_table.ts";
import { lastTop, moveToEnd } from "./move.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";

/** Goes along with rows that have come, where the user follows. */
export function goAlong(state: PagerState, source: RowSource): PagerState {
  return state.follow === "on" ? moveToEnd(state, source) : state;
}

/** After a key: who goes back to look is left there, who comes to the end again goes along again. */
export function pauseOrResume(before: PagerState, after: PagerState, source: RowSource): PagerState {
  if (after.follow === "off" || before.follow === "off") return after;
  if (after.cursor === before.cursor && after.top === before.top) return after;
  if (after.follow === "on" && after.cursor < before.cursor) return { ...after, follow: "paused" };
  const isAtEnd = after.cursor >= source.last() && after.top >= lastTop(after, source);
  return after.follow === "paused" && isAtEnd ? { ...after, follow: "on" } : after;
}

/** Keys that follow a recording. */
export const FOLLOW_KEYS: KeySection = {
  heading: "While it is recorded",
  entries: [
    entry("F", "F", "follow what is recorded, or stop; going up pauses, G resumes", (state, source) => {
      if (state.follow === "on") return { ...state, follow: "off" };
      return { ...moveToEnd(state, source), follow: "on" };
    }, { jumps: true }),
  ],
};
