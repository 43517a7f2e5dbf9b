import { entry, type KeySection } from "./key_table.ts";
import type { Key } from "./keys.ts";
import { openPrompt, type Prompt, type PromptCommand, type Span } from "./prompt.ts";
import type { RowSource } from "./source.ts";
import { pageHeight, type PagerState } from "./state.ts";

/** Rows on their way into a file, or to a command. */
export interface Transfer {
  readonly to: "file" | "command";
  /** The file's name as typed, or the command. */
  readonly name: string;
  readonly span: Span;
  /** The user knows that the file exists, and wants it overwritten. */
  readonly overwrite: boolean;
  /** The id that is next to be written. */
  readonly next: number;
  /** How many rows have been written. */
  readonly rows: number;
}

const ALL: Span = { first: 0, last: Infinity };

/** The rows that a key names: between the current row and a mark or an end, on the screen, all; else what is wrong. */
function spanOf(state: PagerState, source: RowSource, key: Key): Span | string {
  const { cursor, top } = state;
  if (key === "%") return ALL;
  if (key === "^") return { first: 0, last: cursor };
  if (key === "$") return { first: cursor, last: Infinity };
  if (key === "." || key === "enter") return { first: top, last: source.step(top, pageHeight(state) - 1) };
  const mark = state.marks.get(key);
  if (mark !== undefined) return { first: Math.min(mark, cursor), last: Math.max(mark, cursor) };
  return /^\p{L}$/u.test(key) ? `No mark ${key}` : "It is followed by a mark, ^ $ . or %";
}

function ask(state: PagerState, command: PromptCommand, span: Span | string): PagerState {
  return typeof span === "string"
    ? { ...state, message: span }
    : { ...state, prompt: { ...openPrompt(command), span } };
}

/** The state with the rows on their way for which a prompt has asked. */
export function startTransfer(state: PagerState, prompt: Prompt): PagerState {
  const name = prompt.text.trim();
  if (name === "") return state;
  const span = prompt.span ?? ALL;
  const to = prompt.command === "s" ? "file" : "command";
  const overwrite = prompt.mistake?.isWarning ?? false;
  return { ...state, transfer: { to, name, span, overwrite, next: span.first, rows: 0 } };
}

/** Keys that take rows out of the reader. */
export const TRANSFER_KEYS: KeySection = {
  heading: "Rows for others",
  entries: [
    entry("s", "s", "save all rows that are shown to a file", (state) => ask(state, "s", ALL)),
    entry(
      "_",
      "S LETTER",
      "save those up to a mark, S ^ and S $ up to the first and last, S . of the screen",
      (state, source, _count, key) => ask(state, "s", spanOf(state, source, key)),
      { keys: ["S *"] },
    ),
    entry(
      "_",
      "| LETTER",
      "give the same rows to a command; | % all that are shown",
      (state, source, _count, key) => ask(state, "|", spanOf(state, source, key)),
      { keys: ["| *"] },
    ),
  ],
};
