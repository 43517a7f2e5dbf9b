import type { Terminal } from "@xterm/headless";

/** A part of a line in one style; colours are numbers of the palette of 256, or `#rrggbb`. */
export interface StyledRun {
  column: number;
  text: string;
  foreground?: number | string;
  background?: number | string;
  bold?: true;
  dim?: true;
  italic?: true;
  underline?: true;
  inverse?: true;
}

/** What is on the screen, line by line, with its styles. */
export function styledScreen(screen: Terminal): StyledRun[][] {
  return Array.from({ length: screen.rows }, (_, line) => styledLine(screen, line));
}

function styledLine(screen: Terminal, line: number): StyledRun[] {
  const { active } = screen.buffer;
  const row = active.getLine(active.baseY + line);
  const runs: StyledRun[] = [];
  for (let column = 0; row !== undefined && column < screen.cols; column++) {
    const cell = row.getCell(column);
    // The second half of a wide character has no width.
    if (cell === undefined || cell.getWidth() === 0) continue;
    const run: StyledRun = { column, text: cell.getChars() || " " };
    if (!cell.isFgDefault()) run.foreground = colourOf(cell.isFgRGB(), cell.getFgColor());
    if (!cell.isBgDefault()) run.background = colourOf(cell.isBgRGB(), cell.getBgColor());
    if (cell.isBold()) run.bold = true;
    if (cell.isDim()) run.dim = true;
    if (cell.isItalic()) run.italic = true;
    if (cell.isUnderline()) run.underline = true;
    if (cell.isInverse()) run.inverse = true;
    const before = runs.at(-1);
    if (before !== undefined && styleOf(before) === styleOf(run)) before.text += run.text;
    else runs.push(run);
  }
  return runs;
}

function styleOf(run: StyledRun): string {
  return JSON.stringify({ ...run, column: 0, text: "" });
}

function colourOf(isRgb: boolean, colour: number): number | string {
  return isRgb ? `#${colour.toString(16).padStart(6, "0")}` : colour;
}
