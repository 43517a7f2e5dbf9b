/**
 * Where things stand before and after text was inserted into a source. Insertions are pairs: offset in the
 * source, number of characters; in order.
 *
 * @module
 */

/** The offset of each line's first character. */
export function lineStarts(source: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + end.length);
  return starts;
}

/** How many characters were inserted on a line that begins at `start`, at or ahead of the offset `to`. */
export function insertedBefore(inserted: number[], start: number, to: number): number {
  let count = 0;
  for (let i = firstFrom(inserted, start); i < inserted.length && inserted[i] <= to; i += 2) count += inserted[i + 1];
  return count;
}

/** The column that a column had before the insertions; both from 0, on the line that begins at `start`. */
export function columnBefore(inserted: number[], start: number, column: number): number {
  let count = 0;
  for (let i = firstFrom(inserted, start); i < inserted.length; i += 2) {
    const at = inserted[i] - start;
    if (column < at + count) break;
    // Inside an insertion: the place where it was made.
    if (column < at + count + inserted[i + 1]) return at;
    count += inserted[i + 1];
  }
  return column - count;
}

function firstFrom(inserted: number[], start: number): number {
  let low = 0;
  let high = inserted.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inserted[middle * 2] < start) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}
