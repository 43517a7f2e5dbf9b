import type { Chart, SlicePlace } from "./chart.ts";

/** Where a key leads to from a slice. */
export type Direction = "left" | "right" | "up" | "down";

/** The slice beside, above (what called it) or below (what it called first) another one; the next track beyond. */
export function neighbour(
  { tracks, from }: Chart,
  { track, slice }: SlicePlace,
  to: Direction,
): SlicePlace | undefined {
  const { data } = tracks[track];
  const row = data.rowOf(slice);
  if (to === "left") return slice > data.rows[row] ? { track, slice: slice - 1 } : undefined;
  if (to === "right") return slice + 1 < data.rows[row + 1] ? { track, slice: slice + 1 } : undefined;
  if (to === "up" && row > 0) {
    const above = data.startingFrom(row - 1, data.start[slice] + 0.5) - 1;
    return { track, slice: above };
  }
  if (to === "down" && row + 1 < data.depth) {
    const below = data.startingFrom(row + 1, data.start[slice]);
    if (below < data.rows[row + 2] && data.start[below] < data.end(slice)) return { track, slice: below };
  }
  const other = track + (to === "up" ? -1 : 1);
  return tracks[other] === undefined ? undefined : firstSlice(tracks[other].data, other, from);
}

function firstSlice(data: Chart["tracks"][number]["data"], track: number, from: number): SlicePlace | undefined {
  if (data.depth === 0) return undefined;
  const slice = data.startingFrom(0, from);
  return { track, slice: Math.min(slice, data.rows[1] - 1) };
}

/** Where to begin: the first slice that is shown. */
export function startOf(chart: Chart): SlicePlace | undefined {
  for (const [track, { data }] of chart.tracks.entries()) {
    const found = firstSlice(data, track, chart.from);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The next call, or the one before, that fulfils a condition, as they began; around the end it goes on at the start. */
export function findCall(
  { tracks }: Chart,
  place: SlicePlace | undefined,
  forward: boolean,
  isWanted: (track: number, call: number) => boolean,
): SlicePlace | undefined {
  const step = forward ? 1 : -1;
  let track = place?.track ?? 0;
  let call = place === undefined ? (forward ? -1 : 0) : tracks[track].data.call[place.slice];
  // The track where it began is gone over twice: behind the place at first, then up to it.
  for (let turn = 0; turn <= tracks.length; turn++) {
    const { data } = tracks[track];
    for (call += step; call >= 0 && call < data.func.length; call += step) {
      if (isWanted(track, call)) return { track, slice: data.first[call] };
    }
    track = (track + step + tracks.length) % tracks.length;
    call = forward ? -1 : tracks[track].data.func.length;
  }
  return undefined;
}
