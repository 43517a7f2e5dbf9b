/** What a piece of a row is; the theme decides how it looks. */
export type Style =
  | "plain"
  | "time"
  | "thread"
  | "module"
  | "call"
  | "return"
  | "suspend"
  | "exception"
  | "function"
  | "name"
  | "type"
  | "value"
  | "duration"
  | "lost"
  | "faint"
  | "status"
  | "current"
  | "popup"
  | "chosen"
  | "alert";

/** A piece of a row in one style. Holds no control characters. */
export interface Segment {
  text: string;
  style: Style;
  /** Part of what a search has found. */
  hit?: boolean;
}

/** The text of a row. */
export function plainText(segments: readonly Segment[]): string {
  let text = "";
  for (const segment of segments) text += segment.text;
  return text;
}
