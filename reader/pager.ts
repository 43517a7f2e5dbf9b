import { BINDINGS } from "./commands.ts";
import { type Details, pressDetailKey } from "./detail_keys.ts";
import { acceptFilter } from "./filter_keys.ts";
import { pauseOrResume } from "./follow.ts";
import { pressHelpKey, searchHelp } from "./help_keys.ts";
import { or, type Outcome } from "./key_table.ts";
import type { Key } from "./keys.ts";
import { markJump } from "./marks.ts";
import { settle } from "./move.ts";
import { assist, type Assistant, isSearch, NO_ASSISTANT, type Prompt, typeInto } from "./prompt.ts";
import { startSearch } from "./search_keys.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";
import { startTransfer } from "./transfer.ts";

/** Digits of a number before a command. */
const MAX_COUNT_DIGITS = 15;

function acceptPrompt(state: PagerState, source: RowSource, prompt: Prompt, assistant: Assistant): PagerState {
  const count = state.count === "" ? NaN : Number(state.count);
  const closed = { ...state, prompt: null, count: "" };
  if (state.help) return searchHelp(closed, prompt.text === "" ? state.help.search : prompt.text);
  const mistake = prompt.mistake?.isWarning ? null : assistant.check(prompt, true);
  if (mistake) return { ...state, prompt: { ...prompt, popup: null, mistake, cursor: mistake.end } };
  assistant.remember(prompt.command, prompt.text);
  if (prompt.command === "&") return acceptFilter(closed, prompt);
  if (!isSearch(prompt.command)) return startTransfer(closed, prompt);
  const direction = prompt.command === "/" ? 1 : -1;
  if (prompt.text === "") {
    if (!state.search) return { ...closed, message: "No previous search" };
    const searching = { ...closed, search: { ...state.search, direction } as const };
    return startSearch(searching, source, direction, or(count, 1), true);
  }
  const pattern = { text: prompt.text, negate: prompt.negate };
  const searching = { ...closed, search: { pattern, direction }, highlight: true } as const;
  return startSearch(searching, source, direction, or(count, 1), false);
}

function pressPromptKey(
  state: PagerState,
  prompt: Prompt,
  key: Key,
  source: RowSource,
  assistant: Assistant,
): PagerState {
  const result = typeInto(prompt, key, assistant);
  if (result === "cancelled") return { ...state, prompt: null, count: "" };
  if (result !== "accepted") return { ...state, prompt: result.prompt };
  return acceptPrompt(state, source, prompt, assistant);
}

function stopped(state: PagerState): PagerState {
  const message = state.job || state.seek ? "Search stopped" : state.pending ? "Filter stopped" : null;
  return { ...state, message, job: null, seek: null, pending: null, transfer: null };
}

/** What a key may need to know beside the rows. */
export interface KeyHelp {
  assistant?: Assistant;
  details?: Details;
}

/** The state after a key. */
export function pressKey(before: PagerState, key: Key, source: RowSource, help: KeyHelp = {}): Outcome {
  const outcome = press(before, key, source, help);
  const { detail } = outcome.state;
  // The pane goes along with the current row.
  if (!detail || outcome.state.cursor === before.cursor) return outcome;
  return { ...outcome, state: { ...outcome.state, detail: { ...detail, top: 0, line: 0 } } };
}

function press(
  before: PagerState,
  key: Key,
  source: RowSource,
  { assistant = NO_ASSISTANT, details = () => [] }: KeyHelp,
): Outcome {
  // Typed ahead: one more than what is being looked for.
  if (before.job && key === "n") {
    return { state: { ...before, job: { ...before.job, remaining: before.job.remaining + 1 } } };
  }
  const state = stopped(before);
  if (state.prompt) return { state: pressPromptKey(state, state.prompt, key, source, assistant) };
  if (state.help) return { state: pressHelpKey(state, key) };
  if (/^[0-9]$/.test(key) && state.pressed === "") {
    return { state: { ...state, count: (state.count + key).slice(0, MAX_COUNT_DIGITS) } };
  }
  const inDetail = state.detail && state.pressed === "" ? pressDetailKey(state, key, source, details) : undefined;
  if (inDetail) return { state: inDetail };
  const found = BINDINGS.find(state.pressed, key);
  if (found === "more") return { state: { ...state, pressed: `${state.pressed} ${key}`.trimStart() } };
  const count = state.count === "" ? NaN : Number(state.count);
  const idle = { ...state, count: "", pressed: "" };
  if (!found) return { state: idle };
  const result = found.run(idle, source, count, key);
  const outcome = "state" in result ? result : { state: result };
  const marked = found.jumps ? markJump(before, outcome.state) : outcome.state;
  const after = pauseOrResume(before, marked, source);
  return { ...outcome, state: after.prompt ? { ...after, prompt: assist(after.prompt, assistant) } : after };
}

/** The state in a terminal of another size. */
export function resize(state: PagerState, source: RowSource, columns: number, lines: number): PagerState {
  return settle({ ...state, columns, lines }, source);
}
