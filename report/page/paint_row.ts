import { mix, type Pixel } from "./colour.ts";
import { Flag, type ThreadData } from "./thread.ts";

/** Which stretch of time a line of pixels shows: from `from` on, `step` ns a pixel. */
export interface Scale {
  from: number;
  step: number;
}

/** The colours of a row. */
export interface RowColours {
  back: Pixel;
  bad: Pixel;
  /** Of each function. */
  functions: Uint32Array;
}

/** So many slices of those that share a pixel are looked at for the longest. */
const SAMPLES = 4;

/** A pixel in which little runs is not less of its colour than this. */
const LEAST = 0.3;

/**
 * Paints a row of slices into a line of pixels. Slices that are narrower than a pixel share it: it has the colour of a
 * long one of them, the paler the less of the time they took. The work depends on the number of pixels, not of slices.
 */
export function paintRow(
  line: Uint32Array,
  data: ThreadData,
  row: number,
  { from, step }: Scale,
  { back, bad, functions }: RowColours,
): void {
  line.fill(back);
  const width = line.length;
  const last = data.rows[row + 1];
  let slice = data.startingFrom(row, from);
  if (slice > data.rows[row] && data.end(slice - 1) > from) slice--;
  while (slice < last) {
    const left = (data.start[slice] - from) / step;
    if (left >= width) break;
    const right = (data.end(slice) - from) / step;
    const x = Math.max(0, Math.floor(left));
    if (right - left >= 1) {
      const end = Math.min(width, Math.max(x + 1, Math.round(right)));
      line.fill(functions[data.func[data.call[slice]]], x, end);
      if (end - x > 4 && right <= width) {
        // Neighbours are told apart by a gap; an exception shows where it left.
        line[end - 1] = back;
        if (data.flags[data.call[slice]] & Flag.THREW) line.fill(bad, end - 3, end - 1);
      }
      slice++;
      continue;
    }
    const pixelEnd = from + (x + 1) * step;
    let next = data.startingFrom(row, pixelEnd, slice + 1);
    // The last one may go on for many pixels.
    if (next - 1 > slice && data.end(next - 1) - data.start[next - 1] >= step) next--;
    const share = Math.min(1, (data.busy[next] - data.busy[slice]) / step);
    const colour = functions[data.func[data.call[longest(data, slice, next)]]];
    line[x] = mix(colour, back, LEAST + (1 - LEAST) * share);
    slice = next;
  }
}

/** A long slice among those from `from` to before `to`; always the same one. */
export function longest(data: ThreadData, from: number, to: number): number {
  let found = from;
  const stride = Math.max(1, Math.floor((to - from) / SAMPLES));
  for (let slice = from; slice < to; slice += stride) {
    const isLonger = data.busy[slice + 1] - data.busy[slice] > data.busy[found + 1] - data.busy[found];
    if (isLonger) found = slice;
  }
  return found;
}
