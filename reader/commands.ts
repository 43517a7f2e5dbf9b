import { COLUMN_KEYS } from "./columns.ts";
import { CONTROL_KEYS } from "./controls.ts";
import { DETAIL_KEYS } from "./detail_keys.ts";
import { FILTER_KEYS } from "./filter_keys.ts";
import { FOLD_KEYS } from "./fold_keys.ts";
import { FOLLOW_KEYS } from "./follow.ts";
import { bindKeys, entry, type KeySection } from "./key_table.ts";
import { MARK_KEYS } from "./marks.ts";
import { MOVE_KEYS } from "./move_keys.ts";
import { SEARCH_KEYS } from "./search_keys.ts";
import { TRANSFER_KEYS } from "./transfer.ts";
import { TREE_KEYS } from "./tree_keys.ts";

const OTHER_KEYS: KeySection = {
  heading: "Other",
  entries: [
    entry("= ctrl-g", "= ^G", "about the database and the current row", (state) => ({ state, action: "info" })),
    entry("c", "c", "copy the row", (state) => ({ state, action: "copy" })),
    entry("v", "v", "open the source in $EDITOR", (state) => ({ state, action: "edit" })),
    entry("ctrl-l ctrl-r", "^L", "draw the screen anew", (state) => ({ state, action: "repaint" })),
    entry("R", "R", "open the file anew: the newest recording", (state) => ({ state, action: "reload" })),
    entry("h H f1", "h H F1", "this help", (state) => ({ ...state, help: { top: 0, search: null } })),
    entry("ctrl-z", "^Z", "suspend", (state) => ({ state, action: "suspend" })),
    entry("ctrl-c escape", "Esc ^C", "give up what is being typed or looked for", (state) => state),
    entry("q Q Z ctrl-\\", "q Q", "quit", (state) => ({ state, action: "quit" })),
  ],
};

/** All keys: what binds them, and what the help screen is made from. */
export const SECTIONS: readonly KeySection[] = [
  MOVE_KEYS,
  SEARCH_KEYS,
  FILTER_KEYS,
  TREE_KEYS,
  FOLD_KEYS,
  DETAIL_KEYS,
  FOLLOW_KEYS,
  CONTROL_KEYS,
  MARK_KEYS,
  COLUMN_KEYS,
  TRANSFER_KEYS,
  OTHER_KEYS,
];

/** Finds what keys do. */
export const BINDINGS = bindKeys(SECTIONS);
