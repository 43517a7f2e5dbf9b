import stringWidth from "fast-string-width";
import type { Segment } from "./segment.ts";

const ASCII = /^[\x20-\x7e]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Characters as a reader sees them. The segmenter takes 10 ms to build in some runtimes: only when it is needed. */
export function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** How many columns of a terminal the text takes. */
export function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** The columns `from` (included) to `to` (not included) of a text; what a wide character loses half of becomes a space. */
function slice(text: string, from: number, to: number): string {
  if (ASCII.test(text)) return text.slice(from, to);
  let result = "";
  let column = 0;
  for (const grapheme of graphemes(text)) {
    if (column >= to) break;
    const end = column + stringWidth(grapheme);
    if (column >= from && end <= to) result += grapheme;
    else if (end > from) result += " ".repeat(Math.min(end, to) - Math.max(column, from));
    column = end;
  }
  return result;
}

/** The last columns of a text, with `…` in front where something was cut. */
export function keepEnd(text: string, columns: number): string {
  const width = widthOf(text);
  return width <= columns ? text : `…${slice(text, width - columns + 1, width)}`;
}

/** The first columns of a text, with `…` at the end where something was cut. */
export function keepStart(text: string, columns: number): string {
  return widthOf(text) <= columns ? text : `${slice(text, 0, columns - 1)}…`;
}

/** The part of a row that a terminal shows: `columns` wide, from column `offset` on; `…` at the end where it goes on. */
export function clip(segments: readonly Segment[], offset: number, columns: number): Segment[] {
  const end = offset + columns;
  const shown: Segment[] = [];
  let column = 0;
  for (const segment of segments) {
    const width = widthOf(segment.text);
    const next = column + width;
    if (next > offset) {
      if (next > end) return cutLast(shown, segment, column, offset, end);
      shown.push(column >= offset ? segment : { ...segment, text: slice(segment.text, offset - column, width) });
    }
    column = next;
  }
  return shown;
}

/** A row in lines of so many columns, at most `most` of them; the last one ends in `…` where it goes on. */
export function wrap(segments: readonly Segment[], columns: number, most: number): Segment[][] {
  const lines: Segment[][] = [[]];
  let column = 0;
  for (const { ...segment } of segments) {
    let width = widthOf(segment.text);
    while (column + width > columns) {
      if (lines.length >= most) {
        lines[lines.length - 1] = clip([...lines[lines.length - 1], segment], 0, columns);
        return lines;
      }
      const room = columns - column;
      lines[lines.length - 1].push({ ...segment, text: slice(segment.text, 0, room) });
      segment.text = slice(segment.text, room, width);
      width -= room;
      lines.push([]);
      column = 0;
    }
    lines[lines.length - 1].push(segment);
    column += width;
  }
  return lines;
}

/** Ends the row with `…` in its last column, in what does not fit. */
function cutLast(shown: Segment[], segment: Segment, column: number, offset: number, end: number): Segment[] {
  const room = end - 1 - column;
  if (room > 0) {
    shown.push({ ...segment, text: slice(segment.text, Math.max(0, offset - column), room) });
  } else if (room < 0) {
    // The segments before fill the row to its last column: the mark takes that column.
    let last = shown.pop();
    while (last && widthOf(last.text) === 0) last = shown.pop();
    const before = last ? widthOf(last.text) : 0;
    if (last && before > 1) shown.push({ ...last, text: slice(last.text, 0, before - 1) });
  }
  shown.push({ text: "…", style: "faint" });
  return shown;
}
