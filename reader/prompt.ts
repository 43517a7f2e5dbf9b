import type { Completion } from "../filter/mod.ts";
import { editLine, insert, type Line } from "./line_edit.ts";
import type { Key } from "./keys.ts";

/** Which command a prompt is for: search forward or backward, filter, save rows, give them to a command. */
export type PromptCommand = "/" | "?" | "&" | "s" | "|";

/** Whether a prompt asks for a pattern. */
export function isSearch(command: PromptCommand): command is "/" | "?" {
  return command === "/" || command === "?";
}

/** Rows by their ids, `last` included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** A mistake in what is typed, and where it is. */
export interface PromptMistake {
  message: string;
  start: number;
  end: number;
  /** What could stand there instead, the likeliest first. */
  options: readonly string[];
  /** Whether it is no mistake, but a value that is in no trace, or a file that exists: who enters it again gets it. */
  isWarning?: boolean;
}

/** What can stand at the cursor. */
export interface Popup extends Completion {
  /** Which candidate is chosen, -1 for none. */
  chosen: number;
}

/** A line that is being typed. */
export interface Prompt extends Line {
  command: PromptCommand;
  /** Find rows that do not match. */
  negate: boolean;
  /** Which rows to save or give away; null for all that are shown. */
  span: Span | null;
  popup: Popup | null;
  mistake: PromptMistake | null;
  /** Where in the history it is: the entry shown, counted back from the newest, and what was typed before. */
  recalled: { back: number; typed: string } | null;
  /** Looking for an entry of the history that holds this text (Ctrl-R). */
  seeking: { text: string; back: number; before: string } | null;
}

/** What helps with typing. */
export interface Assistant {
  /** What was entered before, the oldest first. */
  history(command: PromptCommand): readonly string[];
  /** What can stand at the cursor; null where nothing is offered. */
  complete(prompt: Prompt): Completion | null;
  /** What is wrong; unless it `isComplete`, only what is sure whatever is typed behind it. */
  check(prompt: Prompt, isComplete: boolean): PromptMistake | null;
  /** Adds to the history. */
  remember(command: PromptCommand, text: string): void;
}

/** Helps with nothing. */
export const NO_ASSISTANT: Assistant = {
  history: () => [],
  complete: () => null,
  check: () => null,
  remember: () => {},
};

/** What a key did to a prompt: it is still open, was given up, or is complete. */
export type PromptResult = { prompt: Prompt } | "cancelled" | "accepted";

/** An empty prompt. */
export function openPrompt(command: PromptCommand, text: string = "", negate: boolean = false): Prompt {
  const line = { text, cursor: text.length, killed: "" };
  return { ...line, command, negate, span: null, popup: null, mistake: null, recalled: null, seeking: null };
}

/** The prompt with what can stand at the cursor and what is wrong. */
export function assist(prompt: Prompt, assistant: Assistant): Prompt {
  const found = assistant.complete(prompt);
  const popup = found === null || found.candidates.length === 0 ? null : { ...found, chosen: -1 };
  return { ...prompt, popup, mistake: assistant.check(prompt, false) };
}

/** What a key does to the prompt: the keys of readline, and those of the popup. */
export function typeInto(prompt: Prompt, key: Key, assistant: Assistant = NO_ASSISTANT): PromptResult {
  if (prompt.seeking) return typeIntoSeeking(prompt, key, assistant);
  switch (key) {
    case "enter":
      if (prompt.popup === null || prompt.popup.chosen < 0) return "accepted";
      return { prompt: assist(take(prompt, prompt.popup.chosen), assistant) };
    case "escape":
    case "ctrl-c":
    case "ctrl-g":
      if (prompt.popup && prompt.popup.chosen >= 0) return { prompt: choose(prompt, -1) };
      return "cancelled";
    case "tab":
    case "shift-tab":
      return { prompt: tab(prompt, assistant) };
    case "down":
    case "up":
    case "ctrl-n":
    case "ctrl-p":
      return { prompt: arrow(prompt, key === "down" || key === "ctrl-n" ? 1 : -1, assistant) };
    case "ctrl-r":
      return { prompt: seek({ ...prompt, popup: null }, { text: "", back: 0, before: prompt.text }, assistant) };
    case "backspace":
      if (prompt.text === "") {
        return prompt.negate ? { prompt: { ...prompt, negate: false } } : "cancelled";
      }
  }
  const canNegate = isSearch(prompt.command) && prompt.text === "" && !prompt.negate;
  if (key === "!" && canNegate) return { prompt: { ...prompt, negate: true } };
  const line = editLine(prompt, key);
  if (line === undefined) return { prompt };
  const changed = { ...prompt, ...line, recalled: line.text === prompt.text ? prompt.recalled : null };
  return { prompt: assist(changed, assistant) };
}

function choose(prompt: Prompt, chosen: number): Prompt {
  return prompt.popup === null ? prompt : { ...prompt, popup: { ...prompt.popup, chosen } };
}

/** Puts a candidate where it belongs, with a blank behind it where one must follow. */
function take(prompt: Prompt, index: number): Prompt {
  if (prompt.popup === null) return prompt;
  const { from, to, candidates } = prompt.popup;
  const { text } = candidates[index];
  const goesOn = /[.[]$/.test(prompt.text.slice(0, from)) || /^(?:arg|return|exception|\(|!)$/.test(text);
  const rest = prompt.text.slice(to);
  const blank = goesOn || /^[\s)\]]/.test(rest) ? "" : " ";
  const line = { ...prompt, text: prompt.text.slice(0, from) + rest, cursor: from };
  return { ...prompt, ...insert(line, text + blank), recalled: null };
}

/** Takes the chosen candidate, or the likeliest. */
function tab(prompt: Prompt, assistant: Assistant): Prompt {
  const option = prompt.mistake?.options[0];
  if (prompt.mistake && option !== undefined && (prompt.popup?.chosen ?? -1) < 0) {
    return assist(correct(prompt, prompt.mistake, option), assistant);
  }
  if (prompt.popup === null) return prompt;
  return assist(take(prompt, Math.max(0, prompt.popup.chosen)), assistant);
}

/** Puts what was meant in the place of a mistake; a text keeps its quotes. */
function correct(prompt: Prompt, { start, end }: PromptMistake, option: string): Prompt {
  const quote = /^['"]/.exec(prompt.text.slice(start, end))?.[0];
  const text = quote === undefined || option.startsWith(quote)
    ? option
    : quote + option.replaceAll(quote, quote + quote) + quote;
  const line = { ...prompt, text: prompt.text.slice(0, start) + prompt.text.slice(end), cursor: start };
  return { ...prompt, ...insert(line, text), mistake: null, recalled: null };
}

/** Down goes into the popup and on in it; up leads out of it, and from there through what was entered before. */
function arrow(prompt: Prompt, direction: 1 | -1, assistant: Assistant): Prompt {
  const { popup } = prompt;
  const inPopup = popup !== null && prompt.recalled === null && (popup.chosen >= 0 || direction > 0);
  if (inPopup) return choose(prompt, Math.max(-1, Math.min(popup.chosen + direction, popup.candidates.length - 1)));
  return recall(prompt, direction, assistant);
}

/** Recalls what was entered before and begins with what was typed. */
function recall(prompt: Prompt, direction: 1 | -1, assistant: Assistant): Prompt {
  const history = assistant.history(prompt.command);
  const { back, typed } = prompt.recalled ?? { back: 0, typed: prompt.text };
  for (let next = back - direction; next <= history.length; next -= direction) {
    if (next <= 0) {
      return back === 0
        ? prompt
        : { ...assist({ ...prompt, text: typed, cursor: typed.length }, assistant), recalled: null };
    }
    const text = history[history.length - next];
    if (!text.startsWith(typed) || text === prompt.text) continue;
    return { ...prompt, text, cursor: text.length, popup: null, mistake: null, recalled: { back: next, typed } };
  }
  return prompt;
}

/** The newest entry from `back` on that holds the text that is looked for. */
function seek(prompt: Prompt, seeking: NonNullable<Prompt["seeking"]>, assistant: Assistant): Prompt {
  const history = assistant.history(prompt.command);
  for (let back = Math.max(1, seeking.back); seeking.text !== "" && back <= history.length; back++) {
    const text = history[history.length - back];
    const at = text.toLowerCase().indexOf(seeking.text.toLowerCase());
    if (at >= 0) return { ...prompt, text, cursor: at, seeking: { ...seeking, back }, mistake: null };
  }
  return { ...prompt, seeking: { ...seeking, back: Math.max(1, seeking.back) } };
}

function typeIntoSeeking(prompt: Prompt, key: Key, assistant: Assistant): PromptResult {
  const seeking = prompt.seeking!;
  if (key === "ctrl-r") return { prompt: seek(prompt, { ...seeking, back: seeking.back + 1 }, assistant) };
  if (key === "escape" || key === "ctrl-c" || key === "ctrl-g") {
    const text = seeking.before;
    return { prompt: assist({ ...prompt, text, cursor: text.length, seeking: null }, assistant) };
  }
  const isText = key !== "enter" && key !== "tab";
  const line = isText ? editLine({ text: seeking.text, cursor: seeking.text.length, killed: "" }, key) : undefined;
  if (line !== undefined && (line.text !== seeking.text || key === "backspace")) {
    return { prompt: seek(prompt, { ...seeking, text: line.text, back: 1 }, assistant) };
  }
  // Any other key goes on with what was found.
  const found = assist({ ...prompt, cursor: prompt.text.length, seeking: null, recalled: null }, assistant);
  return key === "enter" ? { prompt: found } : typeInto(found, key, assistant);
}
