import type { Key } from "./keys.ts";
import type { RowSource } from "./source.ts";
import type { Action, PagerState } from "./state.ts";

/** The state after a key, and what else it asks for. */
export interface Outcome {
  state: PagerState;
  action?: Action;
}

/** What a key does. `count` is NaN where none was typed before it; `key` is the last one that was pressed. */
export type Command = (state: PagerState, source: RowSource, count: number, key: Key) => PagerState | Outcome;

/** A line of the help screen, and the keys that do what it says. */
export interface KeyEntry {
  /** As the help screen names the keys. */
  shown: string;
  /** What they do. */
  text: string;
  /** Each a key, or keys one after another with blanks between; `*` stands for any key. */
  keys: readonly string[];
  run: Command;
  /** It may lead far away: `''` comes back. */
  jumps?: boolean;
}

/** Keys that belong together, under a heading. */
export interface KeySection {
  heading: string;
  entries: readonly KeyEntry[];
}

/** Makes a line of the table; `keys` has blanks between the keys, where Space itself is written so. */
export function entry(
  keys: string,
  shown: string,
  text: string,
  run: Command,
  more: Partial<KeyEntry> = {},
): KeyEntry {
  return { shown, text, keys: keys.split(" ").map((key) => key === "Space" ? " " : key), run, ...more };
}

/** `count`, or what holds where none was typed. */
export function or(count: number, otherwise: number): number {
  return Number.isNaN(count) ? otherwise : count;
}

/** What is bound to keys: one or several, joined by blanks. */
export interface Bindings {
  /** The entry for what was pressed since the last command; "more" where keys are still to come. */
  find(pressed: string, key: Key): KeyEntry | "more" | undefined;
}

/** Makes the keys of the table known. The first entry of a key counts. */
export function bindKeys(sections: readonly KeySection[]): Bindings {
  const bound = new Map<string, KeyEntry>();
  const prefixes = new Set<string>();
  for (const line of sections.flatMap((section) => section.entries)) {
    for (const key of line.keys) {
      if (!bound.has(key)) bound.set(key, line);
      const space = key.lastIndexOf(" ");
      if (space > 0) prefixes.add(key.slice(0, space));
    }
  }
  return {
    find(pressed, key) {
      const whole = pressed === "" ? key : `${pressed} ${key}`;
      const found = bound.get(whole) ?? (pressed === "" ? undefined : bound.get(`${pressed} *`));
      return found ?? (prefixes.has(whole) ? "more" : undefined);
    },
  };
}
