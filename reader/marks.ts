import { entry, type KeySection } from "./key_table.ts";
import { goTo } from "./seek.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";

/** The mark that holds where the last jump began. */
const BEFORE = "'";

/** Notes where a jump began, so that `''` comes back. */
export function markJump(before: PagerState, after: PagerState): PagerState {
  if (before.cursor === 0 || before.cursor === after.cursor) return after;
  return { ...after, marks: new Map([...after.marks, [BEFORE, before.cursor]]) };
}

function jump(state: PagerState, source: RowSource, name: string): PagerState {
  if (name === "^") return goTo(state, source, source.first());
  if (name === "$") return goTo(state, source, source.last());
  const id = state.marks.get(name);
  if (id === undefined) return { ...state, message: name === BEFORE ? "No jump yet" : `No mark ${name}` };
  if (!source.row(id)) return { ...state, message: `Mark ${name}: its row is not kept any more` };
  return goTo(state, source, id);
}

/** Keys for marks. */
export const MARK_KEYS: KeySection = {
  heading: "Marks",
  entries: [
    entry("_", "m LETTER", "mark the current row", (state, _source, _count, key) => {
      if (!/^\p{L}$/u.test(key)) return { ...state, message: "A mark is a letter" };
      return { ...state, marks: new Map([...state.marks, [key, state.cursor]]), message: `Mark ${key} set` };
    }, { keys: ["m *"] }),
    entry(
      "_",
      "' LETTER",
      "go to the mark; ' ^ and ' $ the first and last row",
      (state, source, _count, key) => jump(state, source, key),
      { keys: ["' *"], jumps: true },
    ),
    entry("_", "' '", "go back to where the last jump began", (state, source) => jump(state, source, BEFORE), {
      keys: ["' '", "ctrl-x ctrl-x"],
      jumps: true,
    }),
  ],
};
