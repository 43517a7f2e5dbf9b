import { SECTIONS } from "./commands.ts";
import { helpLines, scrollText } from "./help.ts";
import type { Key } from "./keys.ts";
import type { Pattern } from "./search.ts";
import { plainText } from "./segment.ts";
import type { PagerState } from "./state.ts";

/** The next line that matches, going round at the end; -1 where none does. */
function findLine(pattern: Pattern, from: number): number {
  const lines = helpLines(SECTIONS).map(plainText);
  const order = lines.map((_, i) => (from + i) % lines.length);
  return order.find((i) => {
    pattern.expression.lastIndex = 0;
    return pattern.expression.test(lines[i]) !== pattern.negate;
  }) ?? -1;
}

/** Searches the help screen. */
export function searchHelp(state: PagerState, pattern: Pattern): PagerState {
  const { help } = state;
  if (!help) return state;
  const found = findLine(pattern, help.top + (help.search === pattern ? 1 : 0));
  if (found < 0) return { ...state, message: "Pattern not found" };
  return { ...state, help: { top: found, search: pattern } };
}

/** What a key does in the help screen. */
export function pressHelpKey(state: PagerState, key: Key): PagerState {
  const { help } = state;
  if (!help) return state;
  if (key === "/") return { ...state, prompt: { command: "/", negate: false, text: "", cursor: 0 } };
  if (key === "n" && help.search) return searchHelp(state, help.search);
  const top = scrollText(help.top, key, helpLines(SECTIONS).length, Math.max(1, state.lines - 1));
  if (top === null) return { ...state, help: null };
  return top === undefined ? state : { ...state, help: { ...help, top } };
}
