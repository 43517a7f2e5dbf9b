import type { StyledRun } from "../../tests/reader_styles.ts";

/** What the picture of a screen shows beside it. */
export interface Frame {
  /** In the bar of the window. */
  title: string;
  columns: number;
}

const CHARACTER = 8.4;
const LINE = 19;
const SIZE = 14;
const MARGIN = 14;
const BAR = 34;
const FOREGROUND = "#d6dae2";
const BACKGROUND = "#14181f";
/** The first sixteen colours of a terminal. */
const COLOURS =
  "#20252e #f07178 #a5d678 #f2c76b #6fb3f2 #c59af2 #5ecfc9 #c8ced8 #77808f #ff8f95 #bdf08f #ffdc85 #8ccaff #dcb4ff #7eece5 #ffffff"
    .split(" ");
const LEVELS = [0, 95, 135, 175, 215, 255];

/** A screen as an SVG in the look of a terminal. The same screen gives the same text. */
export function renderSvg(rows: readonly (readonly StyledRun[])[], { title, columns }: Frame): string {
  const width = round(columns * CHARACTER + 2 * MARGIN);
  const height = rows.length * LINE + BAR + MARGIN;
  const font = `font-family="ui-monospace, 'Cascadia Mono', Menlo, 'DejaVu Sans Mono', monospace" font-size="${SIZE}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ${font}>`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="9" fill="${BACKGROUND}"/>`,
    ...["#f07178", "#f2c76b", "#a5d678"].map((fill, i) =>
      `<circle cx="${18 + 18 * i}" cy="17" r="5.5" fill="${fill}"/>`
    ),
    `<text x="${width / 2}" y="22" text-anchor="middle" fill="#77808f">${escape(title)}</text>`,
    ...rows.flatMap((runs, index) => rowLines(runs, BAR + index * LINE)),
    "</svg>",
    "",
  ].join("\n");
}

function rowLines(runs: readonly StyledRun[], top: number): string[] {
  const backgrounds: string[] = [];
  const texts: string[] = [];
  for (const run of runs) {
    const { foreground, background } = coloursOf(run);
    const x = round(MARGIN + run.column * CHARACTER);
    const width = round(run.text.length * CHARACTER);
    if (background !== BACKGROUND) {
      backgrounds.push(`<rect x="${x}" y="${top}" width="${width}" height="${LINE}" fill="${background}"/>`);
    }
    const text = run.text.trimEnd();
    if (text.trim() === "") continue;
    // With its length given, columns stay columns in whatever font there is.
    const length = round(text.length * CHARACTER);
    const style = [run.bold && 'font-weight="bold"', run.italic && 'font-style="italic"', run.dim && 'opacity="0.6"']
      .concat([run.underline && 'text-decoration="underline"']).filter(Boolean).map((word) => ` ${word}`).join("");
    texts.push(
      `<text x="${x}" y="${top + 14}" textLength="${length}" xml:space="preserve" fill="${foreground}"${style}>` +
        `${escape(text)}</text>`,
    );
  }
  return [...backgrounds, ...texts];
}

function coloursOf({ foreground, background, inverse }: StyledRun): { foreground: string; background: string } {
  const colours = { foreground: colour(foreground, FOREGROUND), background: colour(background, BACKGROUND) };
  return inverse ? { foreground: colours.background, background: colours.foreground } : colours;
}

/** A colour of the palette of 256. */
function colour(value: number | string | undefined, byDefault: string): string {
  if (value === undefined) return byDefault;
  if (typeof value === "string") return value;
  if (value < 16) return COLOURS[value];
  const levels = value >= 232
    ? [0, 0, 0].fill(8 + 10 * (value - 232))
    : [36, 6, 1].map((weight) => LEVELS[Math.trunc((value - 16) / weight) % 6]);
  return `#${levels.map((level) => level.toString(16).padStart(2, "0")).join("")}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
