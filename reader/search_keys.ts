import { type Command, entry, type KeySection, or } from "./key_table.ts";
import { openPrompt } from "./prompt.ts";
import type { RowSource } from "./source.ts";
import { pageHeight, type PagerState } from "./state.ts";

function ask(command: "/" | "?"): Command {
  return (state, _source, count) => ({
    ...state,
    prompt: openPrompt(command),
    count: Number.isNaN(count) ? "" : String(count),
  });
}

/** Repeats the last search, from the row it found or else from the edge of the screen. */
function again(turn: 1 | -1): Command {
  return (state, source, count) => {
    if (!state.search) return { ...state, message: "No previous search" };
    const direction = state.search.direction === turn ? 1 : -1;
    return startSearch(state, source, direction, or(count, 1), true);
  };
}

/** Begins to look for what was searched for; `past`: behind the row that was found, not from the screen's edge. */
export function startSearch(
  state: PagerState,
  source: RowSource,
  direction: 1 | -1,
  remaining: number,
  past: boolean,
): PagerState {
  if (!state.search) return state;
  const from = state.target ?? state.top;
  const bottom = source.step(state.top, pageHeight(state) - 1) + 1;
  const next = direction > 0 ? (past ? from + 1 : state.top) : (past ? from : bottom);
  return { ...state, job: { direction, next, remaining: Math.max(1, remaining) } };
}

/** Keys that search. */
export const SEARCH_KEYS: KeySection = {
  heading: "Search",
  entries: [
    entry("/", "/", "search forward for a regular expression; ! first: what does not match", ask("/"), { jumps: true }),
    entry("?", "?", "search backward", ask("?"), { jumps: true }),
    entry("n", "n", "the next row found", again(1), { jumps: true }),
    entry("N", "N", "the previous one", again(-1), { jumps: true }),
    entry("alt-u", "ESC-u", "show what was found, or not", (state) => ({ ...state, highlight: !state.highlight })),
  ],
};
