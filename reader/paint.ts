import type { Segment, Style } from "./segment.ts";

/** Select Graphic Rendition parameters for each style, and for what a search has found. */
export interface Theme {
  styles: Partial<Record<Style, string>>;
  hit: string;
}

/**
 * Only the eight basic colours, and of those only the ones that read well on light and dark backgrounds.
 */
export const COLOURS: Theme = {
  styles: {
    time: "2",
    thread: "2",
    module: "36",
    call: "32",
    return: "34",
    suspend: "35",
    exception: "1;31",
    function: "1",
    type: "2",
    value: "35",
    duration: "36",
    lost: "1;31",
    faint: "2",
    status: "7",
    current: "7",
    chosen: "7",
    alert: "1;7",
  },
  hit: "7",
};

/** For NO_COLOR: bold, faint and reverse alone. */
export const MONOCHROME: Theme = {
  styles: { exception: "1", lost: "1", faint: "2", status: "7", current: "7", chosen: "7", alert: "1;7" },
  hit: "7",
};

/** The segments with the escape sequences of a theme. */
export function paint(segments: readonly Segment[], theme: Theme): string {
  let text = "";
  for (const segment of segments) {
    const own = theme.styles[segment.style];
    const codes = segment.hit ? (own ? `${own};${theme.hit}` : theme.hit) : own;
    text += codes === undefined || segment.text === "" ? segment.text : `\x1b[${codes}m${segment.text}\x1b[0m`;
  }
  return text;
}
