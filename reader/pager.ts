import { TstraceError } from "../errors.ts";
import { BINDINGS } from "./commands.ts";
import { type Details, pressDetailKey } from "./detail_keys.ts";
import { reveal } from "./folds.ts";
import { pauseOrResume } from "./follow.ts";
import { pressHelpKey, searchHelp } from "./help_keys.ts";
import { or, type Outcome } from "./key_table.ts";
import type { Key } from "./keys.ts";
import { markJump } from "./marks.ts";
import { settle, showTarget } from "./move.ts";
import { type Prompt, typeInto } from "./prompt.ts";
import type { Layout } from "./row.ts";
import { parsePattern, searchStep } from "./search.ts";
import { startSearch } from "./search_keys.ts";
import { continueSeek } from "./seek.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";
import { visible } from "./visible.ts";

/** Digits of a number before a command. */
const MAX_COUNT_DIGITS = 15;

function acceptPrompt(state: PagerState, source: RowSource, prompt: Prompt, count: number): PagerState {
  const direction = prompt.command === "/" ? 1 : -1;
  const closed = { ...state, prompt: null };
  if (prompt.text === "") {
    if (state.help) return state.help.search ? searchHelp(closed, state.help.search) : closed;
    if (!state.search) return { ...closed, message: "No previous search" };
    const searching = { ...closed, search: { ...state.search, direction } as const };
    return startSearch(searching, source, direction, or(count, 1), true);
  }
  try {
    const pattern = parsePattern(prompt.text, prompt.negate);
    if (state.help) return searchHelp(closed, pattern);
    const searching = { ...closed, search: { pattern, direction }, highlight: true } as const;
    return startSearch(searching, source, direction, or(count, 1), false);
  } catch (error) {
    if (error instanceof TstraceError) return { ...closed, message: visible(error.message) };
    throw error;
  }
}

function pressPromptKey(state: PagerState, prompt: Prompt, key: Key, source: RowSource): PagerState {
  const result = typeInto(prompt, key);
  if (result === "cancelled") return { ...state, prompt: null, count: "" };
  if (result !== "accepted") return { ...state, prompt: result.prompt };
  const count = state.count === "" ? NaN : Number(state.count);
  return acceptPrompt({ ...state, count: "" }, source, prompt, count);
}

function stopped(state: PagerState): PagerState {
  const message = state.job || state.seek ? "Search stopped" : null;
  return { ...state, message, job: null, seek: null };
}

/** The state after a key. */
export function pressKey(before: PagerState, key: Key, source: RowSource, details: Details = () => []): Outcome {
  const outcome = press(before, key, source, details);
  const { detail } = outcome.state;
  // The pane goes along with the current row.
  if (!detail || outcome.state.cursor === before.cursor) return outcome;
  return { ...outcome, state: { ...outcome.state, detail: { ...detail, top: 0, line: 0 } } };
}

function press(before: PagerState, key: Key, source: RowSource, details: Details): Outcome {
  const state = stopped(before);
  if (state.prompt) return { state: pressPromptKey(state, state.prompt, key, source) };
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
  return { ...outcome, state: pauseOrResume(before, marked, source) };
}

/** The state in a terminal of another size. */
export function resize(state: PagerState, source: RowSource, columns: number, lines: number): PagerState {
  return settle({ ...state, columns, lines }, source);
}

/** Goes on with what is looked for, over at most `rows` rows. `all` has the rows in folded calls too. */
export function continueSearch(state: PagerState, all: RowSource, layout: Layout, rows: number): PagerState {
  if (state.seek) return markJump(state, continueSeek(state, all));
  if (!state.job) return state;
  const step = searchStep(state.job, all, layout, rows);
  if (step === "nothing") return { ...state, job: null, message: "Pattern not found" };
  if ("job" in step) return { ...state, job: step.job };
  const folds = reveal(state.folds, step.found, (id) => all.row(id));
  return { ...markJump(state, showTarget(state, all, step.found)), folds, job: null };
}
