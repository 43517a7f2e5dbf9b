import { type DetailLine, NEW_DETAIL } from "./detail.ts";
import { scrollText } from "./help.ts";
import type { Key } from "./keys.ts";
import { entry, type KeySection } from "./key_table.ts";
import { markJump } from "./marks.ts";
import { moveBy } from "./move.ts";
import { goTo } from "./seek.ts";
import type { RowSource } from "./source.ts";
import { detailHeight, type PagerState } from "./state.ts";

/** Gives the lines of the pane. */
export type Details = () => readonly DetailLine[];

/** Keys for the detail pane; those that have a meaning only in it are bound in it. */
export const DETAIL_KEYS: KeySection = {
  heading: "Details of the current row",
  entries: [
    entry("tab", "Tab", "arguments in full, callers, source, other calls; again: close", (state) => ({
      ...state,
      detail: NEW_DETAIL,
    })),
    entry("_", "j k d u b g G", "in it: move; all other keys go on working", (state) => state, { keys: [] }),
    entry("_", "Enter → ←", "in it: unfold or fold; go to the row of a line", (state) => state, { keys: [] }),
    entry("_", "J K", "in it: the next and the previous row", (state) => state, { keys: [] }),
  ],
};

/** Where the pane must begin so that its current line is on the screen. */
function showLine(state: PagerState, line: number): PagerState {
  const { detail } = state;
  if (!detail) return state;
  const height = Math.max(1, detailHeight(state) - 1);
  const top = Math.max(0, Math.min(detail.top, line), line - height + 1);
  return { ...state, detail: { ...detail, line, top } };
}

function open(state: PagerState, line: DetailLine, isOpen: boolean): PagerState {
  const { detail } = state;
  if (!detail || line.path === undefined) return state;
  return { ...state, detail: { ...detail, open: new Map([...detail.open, [line.path, isOpen]]) } };
}

/** The line of what a line is in. */
function outer(lines: readonly DetailLine[], line: number): number {
  const { path } = lines[line] ?? {};
  const parent = path?.slice(0, path.lastIndexOf("/"));
  for (let i = line - 1; i >= 0; i--) if (lines[i].path !== undefined && lines[i].path === parent) return i;
  return line;
}

/** What a key does in the detail pane; undefined where it is for the rows above. */
export function pressDetailKey(
  state: PagerState,
  key: Key,
  source: RowSource,
  details: Details,
): PagerState | undefined {
  const { detail } = state;
  if (!detail) return undefined;
  const idle = { ...state, count: "" };
  if (key === "tab" || key === "q" || key === "escape") return { ...idle, detail: null };
  if (key === "J" || key === "shift-down") return moveBy(idle, source, 1);
  if (key === "K" || key === "shift-up") return moveBy(idle, source, -1);
  const lines = details();
  const at = Math.min(detail.line, lines.length - 1);
  const line = lines[at];
  if (line && (key === "enter" || key === "right" || key === "left")) {
    if (line.path !== undefined && (key === "enter" || line.isOpen !== (key === "right"))) {
      return open(showLine(idle, at), line, !line.isOpen);
    }
    if (key === "left") return showLine(idle, outer(lines, at));
    return line.row === undefined ? idle : markJump(idle, goTo(idle, source, line.row));
  }
  if (["h", "H", "f1", "Q", "ctrl-c"].includes(key)) return undefined;
  // The same keys as elsewhere, with the pane for the screen; its last line may come to the top.
  const page = Math.max(1, detailHeight(state) - 1);
  const moved = scrollText(at, key, lines.length - 1 + page, page);
  return moved === undefined || moved === null ? undefined : showLine(idle, moved);
}
