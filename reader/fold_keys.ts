import type { Trace } from "../store/mod.ts";
import { callOf, type Folds, functionKey, NO_FOLDS } from "./folds.ts";
import { type Command, entry, type KeySection } from "./key_table.ts";
import { moveCursor } from "./move.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";
import { visible } from "./visible.ts";

/** The call of the current row; undefined where it has none. */
export function currentCall(state: PagerState, source: RowSource): Trace | undefined {
  const trace = source.row(state.cursor);
  return trace && callOf(trace, (id) => source.row(id));
}

function withCall(state: PagerState, source: RowSource, change: (call: Trace) => Folds): PagerState {
  const call = currentCall(state, source);
  if (!call) return { ...state, message: "This row belongs to no call" };
  return moveCursor({ ...state, folds: change(call) }, call.id);
}

/** Folds or unfolds one call; in one whose calls were folded with it, those of the unfolded call are too. */
function fold(folds: Folds, call: Trace, isFold: boolean): Folds {
  const goesOn = !isFold && call.parent !== null && folds.below.get(call.parent) === true;
  return {
    ...folds,
    calls: new Map([...folds.calls, [call.id, isFold]]),
    below: goesOn ? new Map([...folds.below, [call.id, true]]) : folds.below,
  };
}

const toggle: Command = (state, source) =>
  withCall(state, source, (call) => fold(state.folds, call, source.folded(call) === undefined));

/** Folds all at a depth, and forgets what was folded one by one. The call around the current row stays in sight. */
function toDepth(depth: number): Command {
  return (state) => ({ ...state, folds: { ...NO_FOLDS, depth } });
}

const below: Command = (state, source) =>
  withCall(state, source, (call) => ({
    ...fold(state.folds, call, false),
    below: new Map([...state.folds.below, [call.id, state.folds.below.get(call.id) !== true]]),
  }));

const byFunction: Command = (state, source) => {
  const call = currentCall(state, source);
  if (!call) return { ...state, message: "This row belongs to no call" };
  const functions = new Set(state.folds.functions);
  const key = functionKey(call);
  const wasFolded = functions.delete(key);
  if (!wasFolded) functions.add(key);
  const name = visible(call.func ?? "?");
  const message = wasFolded ? `Calls of ${name} are shown whole` : `All calls of ${name} are folded`;
  const calls = new Map(state.folds.calls);
  calls.delete(call.id);
  return { ...moveCursor({ ...state, folds: { ...state.folds, functions, calls } }, call.id), message };
};

/** Keys that fold calls. */
export const FOLD_KEYS: KeySection = {
  heading: "Fold calls",
  entries: [
    entry("enter", "Enter", "fold the call of this row into one, or unfold it", toggle, { keys: ["enter", "z a"] }),
    entry("_", "z M", "fold all", toDepth(0), { keys: ["z M"] }),
    entry("_", "z R", "unfold all", toDepth(Infinity), { keys: ["z R"] }),
    entry(
      "_",
      "z 1 … z 9",
      "show calls so many levels deep",
      (state, source, count, key) => toDepth(Number(key) - 1)(state, source, count, key),
      { keys: [..."123456789"].map((digit) => `z ${digit}`) },
    ),
    entry("_", "z z", "show calls down to the current row's depth; again: all", (state, source, count, key) => {
      const depth = source.row(state.cursor)?.depth ?? 0;
      return toDepth(state.folds.depth === depth ? Infinity : depth)(state, source, count, key);
    }, { keys: ["z z"] }),
    entry("_", "z b", "fold what this call calls; again: unfold all in it", below, { keys: ["z b"] }),
    entry("_", "z f", "fold all calls of this function, or unfold them", byFunction, { keys: ["z f"] }),
  ],
};
