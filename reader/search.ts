import { reveal } from "./folds.ts";
import { markJump } from "./marks.ts";
import { showTarget } from "./move.ts";
import type { RowSet } from "./row_set.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";
import type { Segment } from "./segment.ts";

/** A search under way: goes from `next` on in `direction` until `remaining` rows have been found. */
export interface SearchJob {
  direction: 1 | -1;
  /** Forward: the next id to look at. Backward: the one after it. */
  next: number;
  remaining: number;
}

/** What has been found so far, as the status line tells it. */
export interface HitCount {
  /** Which of them the current row is, from 1; null where it is none or that is not known yet. */
  rank: number | null;
  count: number;
  /** Whether all rows have been looked at. */
  isComplete: boolean;
}

/** The rows that match, as far as they are known. */
export interface Hits {
  found: Pick<RowSet, "next" | "previous" | "unknown" | "unknownBefore">;
  /** Whether `all` may yet show more rows. */
  isGrowing: boolean;
}

/** The next row that matches; undefined where there is none, "unknown" where some before it must be looked at first. */
function nextHit({ found }: Hits, all: RowSource, from: number, direction: 1 | -1): number | undefined | "unknown" {
  const [first, end] = [all.first(), all.last() + 1];
  if (direction > 0) {
    const hit = found.next(Math.max(from, first)) ?? end;
    if (found.unknown(Math.max(from, first), Math.min(hit, end)) !== undefined) return "unknown";
    return hit < end ? hit : undefined;
  }
  const hit = found.previous(Math.min(from, end)) ?? 0;
  if (found.unknownBefore(Math.min(from, end), Math.max(hit + 1, first)) !== undefined) return "unknown";
  return hit >= first ? hit : undefined;
}

/** Goes on with a search as far as what is known allows. `all` has the rows in folded calls too. */
export function continueSearch(state: PagerState, all: RowSource, hits: Hits): PagerState {
  let job = state.job;
  while (job) {
    const { direction } = job;
    const hit = nextHit(hits, all, job.next, direction);
    if (hit === "unknown" || (hit === undefined && hits.isGrowing)) return { ...state, job };
    if (hit === undefined) return { ...state, job: null, message: "Pattern not found" };
    if (all.has(hit)) {
      if (job.remaining <= 1) {
        const folds = reveal(state.folds, hit, (id) => all.row(id));
        return { ...markJump(state, showTarget(state, all, hit)), folds, job: null };
      }
      job = { ...job, next: direction > 0 ? hit + 1 : hit, remaining: job.remaining - 1 };
    } else {
      // A filter leaves it out: no row before the next that is shown can be found.
      const [shown] = direction > 0 ? all.from(hit, 1) : all.before(hit, 1);
      if (shown === undefined) job = { ...job, next: direction > 0 ? Infinity : 0 };
      else job = { ...job, next: direction > 0 ? shown.id : shown.id + 1 };
    }
  }
  return state;
}

/** Marks hits in a row: start and end of each, one after the other. */
export function markHits(row: readonly Segment[], hits: readonly number[]): readonly Segment[] {
  return hits.length === 0 ? row : splitAt(row, hits);
}

function splitAt(row: readonly Segment[], hits: readonly number[]): Segment[] {
  const result: Segment[] = [];
  let position = 0;
  let next = 0;
  for (const segment of row) {
    let used = 0;
    while (used < segment.text.length) {
      while (next < hits.length && hits[next + 1] <= position + used) next += 2;
      const [start, end] = [hits[next] ?? Infinity, hits[next + 1] ?? Infinity];
      const hit = start <= position + used;
      const stop = Math.min(segment.text.length, (hit ? end : start) - position);
      const text = segment.text.slice(used, stop);
      result.push(hit ? { ...segment, text, hit } : { ...segment, text });
      used = stop;
    }
    position += segment.text.length;
  }
  return result;
}
