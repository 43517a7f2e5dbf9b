import type { Key } from "./keys.ts";
import type { KeySection } from "./key_table.ts";
import type { Segment } from "./segment.ts";
import { widthOf } from "./width.ts";

/** The help screen. */
export interface Help {
  /** The line at the top. */
  readonly top: number;
  /** What its text was searched for last. */
  readonly search: string | null;
}

const INTRODUCTION = [
  "tstrace shows the calls of a program in the order in which they happened: --> is a call, <-- its return or exception,",
  "<.. a wait, ~~> where it goes on, <~~ a value that a generator hands out, [+] a folded call.",
];

const CLOSING = ["In this screen j k Space b g G move, / searches, n goes on, q or Esc goes back."];

/** All keys, as lines of text: made from the table that binds them. */
export function helpLines(sections: readonly KeySection[]): Segment[][] {
  const entries = sections.flatMap((section) => section.entries);
  const width = Math.max(...entries.map((line) => widthOf(line.shown)));
  const lines: Segment[][] = INTRODUCTION.map((text) => [{ text, style: "plain" }]);
  for (const { heading, entries } of sections) {
    lines.push([], [{ text: heading, style: "function" }]);
    for (const { shown, text } of entries) {
      lines.push([
        { text: `  ${shown}${" ".repeat(width - widthOf(shown))}  `, style: "module" },
        { text, style: "plain" },
      ]);
    }
  }
  return [...lines, [], ...CLOSING.map((text) => [{ text, style: "plain" } as const])];
}

/** What a key does in a text of `count` lines of which `height` fit; null leaves it, undefined is no key of it. */
export function scrollText(top: number, key: Key, count: number, height: number): number | null | undefined {
  const last = Math.max(0, count - height);
  const by: Readonly<Record<string, number>> = {
    j: 1,
    down: 1,
    enter: 1,
    wheeldown: 3,
    k: -1,
    up: -1,
    wheelup: -3,
    " ": height,
    f: height,
    pagedown: height,
    "ctrl-f": height,
    b: -height,
    pageup: -height,
    "ctrl-b": -height,
    d: height >> 1,
    "ctrl-d": height >> 1,
    u: -(height >> 1),
    "ctrl-u": -(height >> 1),
    g: -Infinity,
    "<": -Infinity,
    home: -Infinity,
    G: Infinity,
    ">": Infinity,
    end: Infinity,
  };
  if (["q", "Q", "escape", "h", "H", "f1", "ctrl-c"].includes(key)) return null;
  const step = by[key];
  return step === undefined ? undefined : Math.max(0, Math.min(last, top + step));
}
