import { element } from "./dom.ts";

const KEYS = [
  ["← →", "the call before, the next one, at the same depth"],
  ["↑ ↓", "what called it, what it called first; the thread above, below"],
  ["+ −, w s, wheel", "zoom"],
  ["a d, drag", "move along the time"],
  ["Page Up, Page Down, Shift and wheel", "move up and down"],
  ["Enter, f, double click", "zoom to the call"],
  ["0", "show all"],
  ["o, click on a thread's head", "show its deep rows, or not"],
  ["/", "look for a function or module"],
  ["n N, Enter in the search", "the next call that was looked for, the one before"],
  ["e E", "the next exception, the one before"],
  ["1 2 3 4", "timeline, flame graph, functions, exceptions"],
  ["Escape", "choose nothing"],
  ["?", "this list"],
] as const;

/** Lists the keys in a dialog. */
export function fillKeys(dialog: HTMLElement): void {
  const rows = KEYS.map(([keys, what]) =>
    element("tr", {}, element("th", { scope: "row" }, keys), element("td", {}, what))
  );
  dialog.querySelector("table")?.replaceChildren(element("tbody", {}, ...rows));
}
