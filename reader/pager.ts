import { TstraceError } from "../errors.ts";
import type { Key } from "./keys.ts";
import { lastTop, moveBy, moveTo, settle, showTarget } from "./move.ts";
import { type Prompt, typeInto } from "./prompt.ts";
import type { Layout } from "./row.ts";
import { parsePattern, searchStep } from "./search.ts";
import type { RowSource } from "./source.ts";
import { type Action, pageHeight, type PagerState } from "./state.ts";
import { visible } from "./visible.ts";

/** The state after a key, and what else it asks for. */
export interface Outcome {
  state: PagerState;
  action?: Action;
}

/** `count` is NaN where none was typed. */
type Command = (state: PagerState, source: RowSource, count: number) => PagerState | Outcome;

/** Columns that Shift with an arrow scrolls by. */
const LITTLE = 8;

const HELP = "j k line  f b page  d u half  g G N% ends  / ? n N search  ESC-u marks  left right scroll  q quit";

function or(count: number, otherwise: number): number {
  return Number.isNaN(count) ? otherwise : count;
}

const down: Command = (state, source, count) => moveBy(state, source, or(count, 1));
const up: Command = (state, source, count) => moveBy(state, source, -or(count, 1));
const pageDown: Command = (state, source, count) => moveBy(state, source, or(count, pageHeight(state)));
const pageUp: Command = (state, source, count) => moveBy(state, source, -or(count, pageHeight(state)));
const half = (state: PagerState): number => Math.max(1, Math.floor(pageHeight(state) / 2));
const halfDown: Command = (state, source, count) => moveBy(state, source, or(count, half(state)));
const halfUp: Command = (state, source, count) => moveBy(state, source, -or(count, half(state)));
const toRow: Command = (state, source, count) => moveTo(state, source, source.at(or(count, 1) - 1));
const toEnd: Command = (state, source, count) =>
  moveTo(state, source, Number.isNaN(count) ? lastTop(state, source) : source.at(count - 1));
const toPercent: Command = (state, source, count) =>
  moveTo(state, source, source.at(Math.floor(source.count() * Math.min(100, or(count, 0)) / 100)));

function scroll(columns: (state: PagerState, count: number) => number): Command {
  return (state, _source, count) => ({ ...state, offset: Math.max(0, state.offset + columns(state, count)) });
}

const right = scroll((state, count) => or(count, Math.max(1, state.columns >> 1)));
const left = scroll((state, count) => -or(count, Math.max(1, state.columns >> 1)));

function ask(command: "/" | "?"): Command {
  return (state, _source, count) => ({
    ...state,
    prompt: { command, negate: false, text: "", cursor: 0 },
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

function startSearch(
  state: PagerState,
  source: RowSource,
  direction: 1 | -1,
  remaining: number,
  past: boolean,
): PagerState {
  if (!state.search) return state;
  const { pattern } = state.search;
  const from = state.target ?? state.top;
  const bottom = source.step(state.top, pageHeight(state) - 1) + 1;
  const next = direction > 0 ? (past ? from + 1 : state.top) : (past ? from : bottom);
  return { ...state, job: { pattern, direction, next, remaining: Math.max(1, remaining), searched: 0 } };
}

const COMMANDS = new Map<Key, Command>();

function bind(keys: string, command: Command): void {
  for (const key of keys.split(" ")) COMMANDS.set(key, command);
}

bind("j e down enter ctrl-n ctrl-e ctrl-j", down);
bind("k y up ctrl-p ctrl-y ctrl-k", up);
bind("f pagedown ctrl-f ctrl-v", pageDown);
bind("b pageup ctrl-b alt-v", pageUp);
COMMANDS.set(" ", pageDown);
bind("d ctrl-d", halfDown);
bind("u ctrl-u", halfUp);
bind("g < home alt-<", toRow);
bind("G > end alt->", toEnd);
bind("%", toPercent);
bind("right", right);
bind("left", left);
bind("shift-right", scroll((_state, count) => or(count, LITTLE)));
bind("shift-left", scroll((_state, count) => -or(count, LITTLE)));
bind("ctrl-left", (state) => ({ ...state, offset: 0 }));
bind("ctrl-right", (state) => ({ ...state, offset: Infinity }));
bind("/", ask("/"));
bind("?", ask("?"));
bind("n", again(1));
bind("N", again(-1));
bind("alt-u", (state) => ({ ...state, highlight: !state.highlight }));
bind("h H f1", (state) => ({ ...state, message: HELP }));
bind("ctrl-l r R ctrl-r", (state) => ({ state, action: "repaint" }));
bind("ctrl-z", (state) => ({ state, action: "suspend" }));
bind("q Q Z ctrl-\\", (state) => ({ state, action: "quit" }));
bind("ctrl-c escape", (state) => state);

function acceptPrompt(state: PagerState, source: RowSource, prompt: Prompt, count: number): PagerState {
  const direction = prompt.command === "/" ? 1 : -1;
  const closed = { ...state, prompt: null };
  if (prompt.text === "") {
    if (!state.search) return { ...closed, message: "No previous search" };
    const searching = { ...closed, search: { ...state.search, direction } as const };
    return startSearch(searching, source, direction, or(count, 1), true);
  }
  try {
    const pattern = parsePattern(prompt.text, prompt.negate);
    const searching = { ...closed, search: { pattern, direction }, highlight: true } as const;
    return startSearch(searching, source, direction, or(count, 1), false);
  } catch (error) {
    if (error instanceof TstraceError) return { ...closed, message: visible(error.message) };
    throw error;
  }
}

/** The state after a key. */
export function pressKey(before: PagerState, key: Key, source: RowSource): Outcome {
  const state = { ...before, message: before.job ? "Search stopped" : null, job: null };
  if (state.prompt) {
    const result = typeInto(state.prompt, key);
    if (result === "cancelled") return { state: { ...state, prompt: null, count: "" } };
    if (result !== "accepted") return { state: { ...state, prompt: result.prompt } };
    const count = state.count === "" ? NaN : Number(state.count);
    return { state: acceptPrompt({ ...state, count: "" }, source, state.prompt, count) };
  }
  if (/^[0-9]$/.test(key)) return { state: { ...state, count: (state.count + key).slice(0, 15) } };
  const count = state.count === "" ? NaN : Number(state.count);
  const command = COMMANDS.get(key);
  if (!command) return { state: { ...state, count: "" } };
  const result = command({ ...state, count: "" }, source, count);
  return "state" in result ? result : { state: result };
}

/** The state in a terminal of another size. */
export function resize(state: PagerState, source: RowSource, columns: number, lines: number): PagerState {
  return settle({ ...state, columns, lines }, source);
}

/** Goes on with the search that is under way, over at most `rows` rows. */
export function continueSearch(state: PagerState, source: RowSource, layout: Layout, rows: number): PagerState {
  if (!state.job) return state;
  const step = searchStep(state.job, source, layout, rows);
  if (step === "nothing") return { ...state, job: null, message: "Pattern not found" };
  if ("job" in step) return { ...state, job: step.job };
  return { ...showTarget(state, source, step.found), job: null };
}
