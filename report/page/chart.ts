import type { Surface } from "./surface.ts";
import { longest, paintRow, type Scale } from "./paint_row.ts";
import { ticks } from "./ruler.ts";
import type { Theme } from "./theme.ts";
import type { ThreadData } from "./thread.ts";

/** Heights, CSS pixels. */
const RULER = 20;
const HEAD = 22;
const ROW = 18;
const GAP = 6;

/** So many rows of a thread are shown where there are several, until it is unfolded. */
const FOLDED_ROWS = 40;
/** A slice that is narrower has no name on it, CSS pixels. */
const LEAST_NAMED = 34;
/** So many names are drawn at most. */
const MAX_NAMES = 600;
/** The shortest time that fills the width, ns. */
const LEAST_SPAN = 20;

/** A thread in a chart. */
export interface Track {
  data: ThreadData;
  title: string;
}

/** A slice: the place of its track, and its number there. */
export interface SlicePlace {
  track: number;
  slice: number;
}

/** What a chart shows beside its slices. */
export interface ChartLook {
  theme: Theme;
  /** Of each function. */
  colours: Uint32Array;
  names: readonly string[];
}

/** Slices over time, track below track. Draws, and tells what is where; `ChartInput` moves it. Times in ns. */
export class Chart {
  readonly tracks: readonly Track[];
  readonly surface: Surface;
  /** What is shown; it may be set, then `clamp` it. */
  from: number;
  to: number;
  readonly first: number;
  readonly last: number;
  selected: SlicePlace | undefined;
  scrollTop = 0;
  /** How high all tracks are together. */
  contentHeight = 0;
  readonly #tops: number[] = [];
  readonly #isUnfolded: boolean[] = [];
  #characterWidth = 0;

  constructor(surface: Surface, tracks: readonly Track[], first: number, last: number) {
    this.surface = surface;
    this.tracks = tracks;
    this.first = this.from = first;
    this.last = this.to = Math.max(last, first + LEAST_SPAN);
    this.#arrange();
  }

  /** Shows all rows of a track, or the first of them again. */
  fold(track: number, isUnfolded = !this.#isUnfolded[track]): void {
    this.#isUnfolded[track] = isUnfolded;
    this.#arrange();
  }

  /** How many rows of a track are shown. */
  rowsOf(track: number): number {
    const { depth } = this.tracks[track].data;
    return this.tracks.length === 1 || this.#isUnfolded[track] ? depth : Math.min(depth, FOLDED_ROWS);
  }

  #arrange(): void {
    let top = RULER;
    for (let track = 0; track < this.tracks.length; track++) {
      this.#tops[track] = top;
      top += HEAD + this.rowsOf(track) * ROW + GAP;
    }
    this.contentHeight = top;
  }

  /** Shows a stretch of time; what lies beyond the recording is not shown. */
  show(from: number, to: number): void {
    const span = Math.min(Math.max(to - from, LEAST_SPAN), this.last - this.first);
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(middle - span / 2, this.first), this.last - span);
    this.to = this.from + span;
  }

  /** Zooms by a factor so that what is at `x` stays there. */
  zoom(factor: number, x: number = this.surface.width / 2): void {
    const at = this.timeAt(x);
    const span = Math.min(Math.max((this.to - this.from) * factor, LEAST_SPAN), this.last - this.first);
    const from = at - span * x / this.surface.width;
    this.show(from, from + span);
  }

  timeAt(x: number): number {
    return this.from + (this.to - this.from) * x / this.surface.width;
  }

  xOf(at: number): number {
    return (at - this.from) / (this.to - this.from) * this.surface.width;
  }

  /** Where a row is in the canvas. */
  yOf(track: number, row: number): number {
    return this.#tops[track] + HEAD + row * ROW - this.scrollTop;
  }

  /** How far to scroll so that a slice is seen; its track is unfolded where that is needed. */
  scrollFor({ track, slice }: SlicePlace): number {
    const row = this.tracks[track].data.rowOf(slice);
    if (row >= this.rowsOf(track)) this.fold(track, true);
    const y = this.yOf(track, row) + this.scrollTop;
    const { height } = this.surface;
    if (y - HEAD - RULER < this.scrollTop) return y - HEAD - RULER;
    return y + ROW + GAP > this.scrollTop + height ? y + ROW + GAP - height : this.scrollTop;
  }

  /** The track at a place in the canvas; -1 for none. */
  trackAt(y: number): number {
    return y < RULER ? -1 : this.#tops.findLastIndex((top) => top <= y + this.scrollTop);
  }

  /** Whether what is at a place is the head of its track. */
  isHead(y: number): boolean {
    const track = this.trackAt(y);
    return track >= 0 && y < this.yOf(track, 0);
  }

  /** The slice at a place in the canvas, or close to it. */
  sliceAt(x: number, y: number): SlicePlace | undefined {
    const track = this.trackAt(y);
    if (track < 0) return undefined;
    const { data } = this.tracks[track];
    const row = Math.floor((y - this.yOf(track, 0)) / ROW);
    if (row < 0 || row >= this.rowsOf(track)) return undefined;
    const [from, to] = [this.timeAt(x - 1), this.timeAt(x + 1)];
    let first = data.startingFrom(row, from);
    if (first > data.rows[row] && data.end(first - 1) > from) first--;
    const end = data.startingFrom(row, to, first);
    return end > first ? { track, slice: longest(data, first, end) } : undefined;
  }

  draw(look: ChartLook): void {
    const { surface, scrollTop } = this;
    const { theme } = look;
    surface.clear(theme.back);
    const step = (this.to - this.from) / surface.line.length;
    // On a grid of whole pixels, so that what shares a pixel does so wherever the stretch begins.
    const scale: Scale = { from: Math.floor(this.from / step) * step, step };
    const colours = { back: theme.backPixel, bad: theme.badPixel, functions: look.colours };
    const visible: { track: number; rows: [number, number] }[] = [];
    this.tracks.forEach(({ data }, track) => {
      const top = this.#tops[track] - scrollTop;
      const shown = this.rowsOf(track);
      if (top > surface.height || top + HEAD + shown * ROW < 0) return;
      const from = Math.max(0, Math.floor((RULER - this.yOf(track, 0)) / ROW));
      const to = Math.min(shown, Math.ceil((surface.height - this.yOf(track, 0)) / ROW));
      for (let row = from; row < to; row++) {
        paintRow(surface.line, data, row, scale, colours);
        surface.stripe(this.yOf(track, row), ROW - 1);
      }
      visible.push({ track, rows: [from, to] });
    });
    surface.present();
    let names = 0;
    for (const { track, rows: [from, to] } of visible) {
      this.#drawHead(track, theme);
      for (let row = from; row < to && names < MAX_NAMES; row++) names += this.#drawNames(track, row, look);
    }
    this.#drawSelection(theme);
    this.#drawRuler(theme);
  }

  #drawHead(track: number, theme: Theme): void {
    const { context, width } = this.surface;
    const { data, title } = this.tracks[track];
    const top = this.#tops[track] - this.scrollTop;
    context.fillStyle = theme.line;
    context.fillRect(0, top, width, 1);
    context.fillStyle = theme.text;
    context.font = "600 12px system-ui, sans-serif";
    context.textBaseline = "middle";
    const hidden = data.depth - this.rowsOf(track);
    const more = hidden > 0 ? `  ·  ${hidden.toLocaleString("en")} deeper rows: click here, or o` : "";
    context.fillText(title + more, 6, top + HEAD / 2 + 1);
    let drawn = -1;
    for (const { at, lost } of data.marks) {
      const x = Math.round(this.xOf(at));
      if (x < 0 || x > width || (x === drawn && lost === 0)) continue;
      drawn = x;
      context.fillStyle = lost > 0 ? theme.bad : theme.accent;
      if (lost === 0) context.fillRect(x - 1, top + HEAD - 9, 3, 8);
      else {
        context.fillRect(x, top, 2, HEAD + this.rowsOf(track) * ROW);
        context.fillText(`${lost.toLocaleString("en")} lost`, x + 5, top + HEAD / 2 + 1);
      }
    }
  }

  /** Writes names on slices; returns how many. */
  #drawNames(track: number, row: number, { theme, names }: ChartLook): number {
    const { context, width } = this.surface;
    const { data } = this.tracks[track];
    const least = (this.to - this.from) / width * LEAST_NAMED;
    context.font = "11px ui-monospace, monospace";
    context.fillStyle = theme.sliceText;
    this.#characterWidth ||= context.measureText("0").width;
    const y = this.yOf(track, row) + ROW / 2;
    let drawn = 0;
    let slice = data.startingFrom(row, this.from);
    if (slice > data.rows[row]) slice--;
    const last = data.rows[row + 1];
    for (let tried = 0; slice < last && data.start[slice] < this.to && tried < width; slice++, tried++) {
      if (data.busy[slice + 1] - data.busy[slice] < least) {
        // Among narrow ones, go on a pixel further.
        slice = data.startingFrom(row, data.start[slice] + least / LEAST_NAMED, slice + 1) - 1;
        continue;
      }
      const left = Math.max(0, this.xOf(data.start[slice]));
      const room = Math.min(width, this.xOf(data.end(slice))) - left - 8;
      const name = names[data.func[data.call[slice]]];
      const fitting = Math.floor(room / this.#characterWidth);
      if (fitting < 2) continue;
      context.fillText(name.length <= fitting ? name : `${name.slice(0, fitting - 1)}…`, left + 4, y, room);
      drawn++;
    }
    return drawn;
  }

  #drawSelection(theme: Theme): void {
    if (this.selected === undefined) return;
    const { context, width } = this.surface;
    const { track, slice } = this.selected;
    const { data } = this.tracks[track];
    context.strokeStyle = theme.accent;
    context.lineWidth = 2;
    for (const other of data.slicesOf(data.call[slice])) {
      const left = Math.max(-4, this.xOf(data.start[other]));
      const right = Math.min(width + 4, this.xOf(data.end(other)));
      if (right < 0 || left > width) continue;
      const isChosen = other === slice;
      context.setLineDash(isChosen ? [] : [4, 3]);
      context.strokeRect(left, this.yOf(track, data.rowOf(other)), Math.max(3, right - left - 1), ROW - 1);
    }
    context.setLineDash([]);
  }

  #drawRuler(theme: Theme): void {
    const { context, width } = this.surface;
    context.fillStyle = theme.raised;
    context.fillRect(0, 0, width, RULER);
    context.font = "11px system-ui, sans-serif";
    for (const { at, label } of ticks(this.from - this.first, this.to - this.first, width / 110)) {
      const x = this.xOf(at + this.first);
      context.fillStyle = theme.line;
      context.fillRect(x, 0, 1, RULER);
      context.fillStyle = theme.faint;
      context.fillText(label, x + 4, RULER / 2 + 1);
    }
  }
}
