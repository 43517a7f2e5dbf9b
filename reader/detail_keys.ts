import type { Key } from "./keys.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";

/** What a key does in the detail pane; undefined where it is for the rows above. */
export function pressDetailKey(state: PagerState, key: Key, _source: RowSource): PagerState | undefined {
  return key === "q" || key === "escape" || key === "tab" ? { ...state, detail: null } : undefined;
}
