import { type Command, entry, type KeySection, or } from "./key_table.ts";
import { openPrompt, type Prompt } from "./prompt.ts";
import type { Reason } from "./scan_protocol.ts";
import type { PagerState } from "./state.ts";

/** More rows around a row that passes are not shown. */
const MAX_CONTEXT = 31;

const ask: Command = (state) => ({ ...state, prompt: openPrompt("&"), count: "" });

const toggle: Command = (state) => {
  if (state.filters.length === 0) return { ...state, message: "There is no filter: & asks for one" };
  return { ...state, isFiltering: !state.isFiltering };
};

function widen(direction: 1 | -1): Command {
  return (state, _source, count) => {
    if (state.filters.length === 0) return { ...state, message: "There is no filter: & asks for one" };
    const context = Math.max(0, Math.min(MAX_CONTEXT, state.context + direction * or(count, 1)));
    return { ...state, context };
  };
}

/** The state with one more filter, of which it is not known yet whether anything passes; with an empty one, none. */
export function acceptFilter(state: PagerState, prompt: Prompt): PagerState {
  const text = prompt.text.trim();
  if (text === "") return { ...state, filters: [], isFiltering: true };
  const filters = state.filters.includes(text) ? state.filters : [...state.filters, text];
  // Nothing passes it, which has been said: then an empty screen is what is wanted.
  if (prompt.mistake?.isWarning) return { ...state, filters, isFiltering: true };
  return { ...state, pending: filters };
}

/** The prompt once more for a filter that nothing passes, with the reason where there is one. */
export function promptAgain(text: string, reason: Reason | undefined): Prompt {
  const nothing = { message: "nothing passes this filter, Enter shows so", start: 0, end: 0, options: [] };
  const mistake = { ...reason ?? nothing, isWarning: true };
  return { ...openPrompt("&", text), mistake, cursor: reason ? mistake.end : text.length };
}

/** Keys that filter. */
export const FILTER_KEYS: KeySection = {
  heading: "Filter",
  entries: [
    entry("& r", "& r", "show only what passes a filter; one more narrows it down, an empty one shows all", ask),
    entry("~", "~", "filter off, or on again", toggle),
    entry("+", "+", "more rows around those that pass", widen(1)),
    entry("-", "-", "fewer of them", widen(-1)),
  ],
};
