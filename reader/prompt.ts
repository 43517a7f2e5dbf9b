import type { Key } from "./keys.ts";

/** A line that is being typed. */
export interface Prompt {
  /** Which command asked for it. */
  command: "/" | "?";
  /** Find rows that do not match. */
  negate: boolean;
  text: string;
  /** Where the cursor stands, in UTF-16 code units. */
  cursor: number;
}

/** What a key did to a prompt: it is still open, was given up, or is complete. */
export type PromptResult = { prompt: Prompt } | "cancelled" | "accepted";

function edit(prompt: Prompt, text: string, cursor: number): PromptResult {
  return { prompt: { ...prompt, text, cursor } };
}

function previousWord({ text, cursor }: Prompt): number {
  return cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

function nextWord({ text, cursor }: Prompt): number {
  return cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0);
}

/** Code units of the character before (-1) or after (1) the cursor. */
function step({ text, cursor }: Prompt, direction: 1 | -1): number {
  const beside = direction > 0 ? text.slice(cursor, cursor + 2) : text.slice(Math.max(0, cursor - 2), cursor);
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(beside) ? 2 : Math.min(1, beside.length);
}

function isText(key: Key): boolean {
  return key.length === 1 || (key.length === 2 && (key.codePointAt(0) ?? 0) > 0xffff);
}

/** What a key does to the prompt: the keys of readline. */
export function typeInto(prompt: Prompt, key: Key): PromptResult {
  const { text, cursor } = prompt;
  const before = text.slice(0, cursor);
  const after = text.slice(cursor);
  switch (key) {
    case "enter":
      return "accepted";
    case "escape":
    case "ctrl-c":
    case "ctrl-g":
      return "cancelled";
    case "backspace":
      if (text === "") return prompt.negate ? { prompt: { ...prompt, negate: false } } : "cancelled";
      return edit(prompt, before.slice(0, cursor - step(prompt, -1)) + after, cursor - step(prompt, -1));
    case "delete":
    case "ctrl-d":
      return edit(prompt, before + after.slice(step(prompt, 1)), cursor);
    case "left":
    case "ctrl-b":
      return edit(prompt, text, cursor - step(prompt, -1));
    case "right":
    case "ctrl-f":
      return edit(prompt, text, cursor + step(prompt, 1));
    case "home":
    case "ctrl-a":
      return edit(prompt, text, 0);
    case "end":
    case "ctrl-e":
      return edit(prompt, text, text.length);
    case "ctrl-u":
      return edit(prompt, after, 0);
    case "ctrl-k":
      return edit(prompt, before, cursor);
    case "ctrl-w":
    case "alt-backspace":
      return edit(prompt, text.slice(0, previousWord(prompt)) + after, previousWord(prompt));
    case "alt-d":
      return edit(prompt, before + text.slice(nextWord(prompt)), cursor);
    case "alt-b":
    case "ctrl-left":
      return edit(prompt, text, previousWord(prompt));
    case "alt-f":
    case "ctrl-right":
      return edit(prompt, text, nextWord(prompt));
  }
  if (key === "!" && text === "" && !prompt.negate) return { prompt: { ...prompt, negate: true } };
  return isText(key) ? edit(prompt, before + key + after, cursor + key.length) : { prompt };
}
