import { type Completer, createCompleter, createFilter, FilterError, parseFilter } from "../filter/mod.ts";
import type { StoreReader } from "../store/mod.ts";
import type { History } from "./history.ts";
import { compilePattern, PatternError } from "./pattern.ts";
import { type Assistant, isSearch, type Prompt, type PromptMistake } from "./prompt.ts";
import { checkName } from "./transfer_target.ts";

/** Helps with prompts: history, completion, mistakes. */
export function createAssistant(reader: StoreReader, history: History): Assistant {
  let completer: Completer | undefined;
  return {
    history: (command) => history.list(command),
    remember: (command, text) => history.add(command, text),
    complete(prompt) {
      if (prompt.command !== "&") return null;
      completer ??= createCompleter(reader);
      const found = completer.complete(prompt.text, prompt.cursor);
      // What is there already need not be offered.
      const typed = prompt.text.slice(found.from, found.to);
      return { ...found, candidates: found.candidates.filter(({ text }) => text !== typed) };
    },
    check(prompt, isComplete) {
      if (prompt.text.trim() === "") return null;
      if (prompt.command === "&") return checkFilter(prompt, isComplete, reader);
      if (isSearch(prompt.command)) return checkPattern(prompt, isComplete);
      // Whether a file can be written is asked of the system only once its name is whole.
      return prompt.command === "s" && isComplete ? checkName(prompt.text, reader.path) : null;
    },
  };
}

function checkPattern(prompt: Prompt, isComplete: boolean): PromptMistake | null {
  try {
    compilePattern(prompt);
    return null;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const { message, place } = error;
    if (!isComplete && (place === undefined || place.isOpen)) return null;
    return { message, start: place?.start ?? 0, end: place?.end ?? prompt.text.length, options: [] };
  }
}

function checkFilter({ text }: Prompt, isComplete: boolean, reader: StoreReader): PromptMistake | null {
  try {
    if (isComplete) createFilter(text, reader);
    else parseFilter(text);
    return null;
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { message, start, end, options } = error;
    // What ends where the text ends may still become right.
    if (!isComplete && end >= text.trimEnd().length) return null;
    return { message, start, end, options };
  }
}
