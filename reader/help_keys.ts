import { SECTIONS } from "./commands.ts";
import { helpLines, scrollText } from "./help.ts";
import type { Key } from "./keys.ts";
import { openPrompt } from "./prompt.ts";
import { plainText } from "./segment.ts";
import type { PagerState } from "./state.ts";

/** Start and end of each place where the text stands in a line, whichever case its letters have. */
export function hitsInHelp(line: string, search: string): number[] {
  const hits: number[] = [];
  const [where, what] = [line.toLowerCase(), search.toLowerCase()];
  for (let at = where.indexOf(what); what !== "" && at >= 0; at = where.indexOf(what, at + what.length)) {
    hits.push(at, at + what.length);
  }
  return hits;
}

/** Goes to the next line that holds the text, round at the end. */
export function searchHelp(state: PagerState, search: string | null): PagerState {
  const { help } = state;
  if (!help || search === null) return state;
  const lines = helpLines(SECTIONS).map(plainText);
  const from = help.top + (help.search === search ? 1 : 0);
  const order = lines.map((_, i) => (from + i) % lines.length);
  const found = order.find((i) => hitsInHelp(lines[i], search).length > 0);
  if (found === undefined) return { ...state, message: "Text not found" };
  return { ...state, help: { top: found, search } };
}

/** What a key does in the help screen. */
export function pressHelpKey(state: PagerState, key: Key): PagerState {
  const { help } = state;
  if (!help) return state;
  if (key === "/") return { ...state, prompt: openPrompt("/") };
  if (key === "n" && help.search) return searchHelp(state, help.search);
  const top = scrollText(help.top, key, helpLines(SECTIONS).length, Math.max(1, state.lines - 1));
  if (top === null) return { ...state, help: null };
  return top === undefined ? state : { ...state, help: { ...help, top } };
}
