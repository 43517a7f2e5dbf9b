import type { Trace } from "../store/mod.ts";
import { currentCall } from "./fold_keys.ts";
import { callsLike } from "./detail.ts";
import { type Command, entry, type KeySection, or } from "./key_table.ts";
import { Kind } from "./kinds.ts";
import { callsWhere, goTo, ofKind, startSeek } from "./seek.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";

function withCall(go: (state: PagerState, source: RowSource, call: Trace, count: number) => PagerState): Command {
  return (state, source, count) => {
    const call = currentCall(state, source);
    return call ? go(state, source, call, count) : { ...state, message: "This row belongs to no call" };
  };
}

const matching = withCall((state, source, call) => {
  if (state.cursor !== call.id) return goTo(state, source, call.id);
  if (call.leave === null) return { ...state, message: "The call has not returned" };
  return goTo(state, source, call.leave);
});

const toCall = withCall((state, source, call) => goTo(state, source, call.id));

const parent = withCall((state, source, call, count) => {
  let at = call;
  for (let left = or(count, 1); left > 0 && at.parent !== null; left--) {
    const next = source.row(at.parent);
    if (!next) return { ...state, message: "The call it was made from is not kept any more" };
    at = next;
  }
  return at === call ? { ...state, message: "It was called from no other call" } : goTo(state, source, at.id);
});

/** Calls from the same place in the tree: of the same call, or on the same thread of none. */
function sibling(direction: 1 | -1): Command {
  return withCall((state, source, call, count) => {
    const remaining = or(count, 1);
    const fits = (trace: Trace): boolean => trace.parent === call.parent && trace.thread === call.thread;
    if (direction < 0 && remaining <= 1) {
      // Mostly what ends in the row before it is the call beside it, however much is in that.
      const before = source.row(call.id - 1);
      const beside = before && before.call !== null && before.call !== call.parent
        ? source.row(before.call)
        : undefined;
      if (beside && fits(beside)) return goTo(state, source, beside.id);
    }
    const parent = call.parent === null ? undefined : source.row(call.parent);
    return startSeek(state, {
      what: "call by the same caller",
      wanted: callsWhere({ text: "parent IS ? AND thread = ?", parameters: [call.parent, call.thread] }, fits),
      direction,
      next: direction > 0 ? (call.isSync && call.leave !== null ? call.leave : call.id) + 1 : call.id,
      until: direction > 0 ? parent?.leave ?? undefined : parent?.id,
      remaining,
    });
  });
}

function invocation(direction: 1 | -1): Command {
  return withCall((state, _source, call, count) => {
    return startSeek(state, {
      what: "call of this function",
      wanted: callsLike(call),
      direction,
      next: direction > 0 ? call.id + 1 : call.id,
      remaining: or(count, 1),
    });
  });
}

function exception(direction: 1 | -1): Command {
  return (state, _source, count) =>
    startSeek(state, { what: "exception", wanted: ofKind(Kind.EXCEPTION), direction, remaining: or(count, 1) });
}

/** Keys that go from call to call. */
export const TREE_KEYS: KeySection = {
  heading: "Go from call to call",
  entries: [
    entry("}", "}", "from a call to its return, and back", matching, { jumps: true }),
    entry("{", "{", "the call of this row", toCall, { jumps: true }),
    entry("^", "^", "the call it was made from, or N levels up", parent, { jumps: true }),
    entry("]", "]", "the next call made by the same caller", sibling(1), { jumps: true }),
    entry("[", "[", "the previous one", sibling(-1), { jumps: true }),
    entry(")", ")", "the next call of the same function", invocation(1), { jumps: true }),
    entry("(", "(", "the previous one", invocation(-1), { jumps: true }),
    entry("e", "e", "the next exception", exception(1), { jumps: true }),
    entry("E", "E", "the previous exception", exception(-1), { jumps: true }),
  ],
};
