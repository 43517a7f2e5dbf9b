import { grouped } from "./grouped.ts";
import type { Prompt } from "./prompt.ts";
import type { Segment } from "./segment.ts";
import { visible } from "./visible.ts";
import { clip, keepStart, widthOf } from "./width.ts";

/** Candidates that the popup shows at a time. */
const MAX_SHOWN = 10;
/** What a candidate is (`about`) is left out where it would leave less room than this for it. */
const MIN_ABOUT = 10;

/** A prompt on the screen. */
export interface PromptView {
  /** Lines that stand above it, over the rows. */
  above: Segment[][];
  line: Segment[];
  /** Column of the cursor in `line`. */
  cursor: number;
}

const LABELS = { "/": "/", "?": "?", "&": "&", s: "save to: ", "|": "pipe to: " } as const;

function label(prompt: Prompt): string {
  const own = `${prompt.negate ? "not " : ""}${LABELS[prompt.command]}`;
  return prompt.seeking ? `entered before, with ‘${visible(prompt.seeking.text)}’: ${own}` : own;
}

/**
 * How many columns of a text are left out at its beginning so that the cursor is in sight. The text moves by half
 * lines, so that it stands still most of the time.
 */
function scrolled(before: number, room: number): number {
  if (before < room) return 0;
  const half = Math.max(1, room >> 1);
  return (Math.floor(before / half) - 1) * half;
}

/** A prompt in a terminal of so many columns; at most `height` lines stand above it. */
export function viewPrompt(prompt: Prompt, columns: number, height: number): PromptView {
  const shownLabel = keepStart(label(prompt), Math.max(1, columns - 12));
  const room = Math.max(1, columns - widthOf(shownLabel) - 1);
  const before = visible(prompt.text.slice(0, prompt.cursor));
  const after = visible(prompt.text.slice(prompt.cursor));
  const offset = scrolled(widthOf(before), room);
  const text = clip(colour(prompt, before + after), offset, room + 1);
  const column = widthOf(shownLabel) + widthOf(before) - offset;
  const above: Segment[][] = [];
  if (prompt.mistake) {
    above.push(...viewMistake(prompt, widthOf(shownLabel) - offset, columns));
  } else if (prompt.popup && !prompt.seeking) {
    const at = widthOf(shownLabel) + widthOf(visible(prompt.text.slice(0, prompt.popup.from))) - offset;
    above.push(...viewPopup(prompt, at, columns, Math.min(MAX_SHOWN, height)));
  }
  return {
    above: above.slice(Math.max(0, above.length - height)),
    line: clip([{ text: shownLabel, style: "faint" }, ...text], 0, columns),
    cursor: Math.max(0, Math.min(columns - 1, column)),
  };
}

/** The text with the place of the mistake made to stand out. */
function colour({ mistake, text }: Prompt, shown: string): Segment[] {
  if (!mistake || mistake.end <= mistake.start) return [{ text: shown, style: "plain" }];
  const { start, end } = mistake;
  return [
    { text: visible(text.slice(0, start)), style: "plain" },
    { text: visible(text.slice(start, end)), style: "exception" },
    { text: visible(text.slice(end)), style: "plain" },
  ];
}

/** What is wrong, and a caret over the place. */
function viewMistake({ text, mistake }: Prompt, labelWidth: number, columns: number): Segment[][] {
  if (!mistake) return [];
  const at = Math.max(0, Math.min(columns - 1, labelWidth + widthOf(visible(text.slice(0, mistake.start)))));
  const width = Math.max(1, widthOf(visible(text.slice(mistake.start, mistake.end))));
  const hint = mistake.options.length > 0 ? "  Tab takes the first" : "";
  return [
    clip([{ text: visible(mistake.message), style: "alert" }, { text: hint, style: "faint" }], 0, columns),
    clip([{ text: `${" ".repeat(at)}${"v".repeat(Math.min(width, columns - at))}`, style: "exception" }], 0, columns),
  ];
}

function viewPopup({ popup }: Prompt, at: number, columns: number, height: number): Segment[][] {
  if (!popup || height < 1) return [];
  const { candidates, chosen, isExact } = popup;
  const first = Math.max(0, Math.min(chosen - (height >> 1), candidates.length - height));
  const shown = candidates.slice(first, first + height);
  const counts = shown.map(({ count }) => count === undefined ? "" : `${isExact ? "" : "~"}${grouped(count)}`);
  const texts = shown.map(({ text }) => visible(text));
  const countWidth = Math.max(...counts.map(widthOf));
  const most = Math.max(1, columns - countWidth - 4);
  const width = Math.min(most, Math.max(...texts.map(widthOf)));
  const taken = width + (countWidth > 0 ? countWidth + 2 : 0) + 2;
  const left = Math.max(0, Math.min(at - 1, columns - taken));
  const room = columns - left - taken;
  return shown.map((candidate, i) => {
    const text = keepStart(texts[i], width);
    const blank = " ".repeat(width - widthOf(text));
    const count = countWidth > 0 ? `  ${counts[i].padStart(countWidth)}` : "";
    const style = first + i === chosen ? "chosen" : "popup";
    const line: Segment[] = [
      { text: " ".repeat(left), style: "plain" },
      { text: ` ${text}${blank}${count} `, style },
    ];
    const about = candidate.about === undefined || room < MIN_ABOUT ? "" : `  ${candidate.about}`;
    if (about !== "") line.push({ text: about, style: "faint" });
    return clip(line, 0, columns);
  });
}
