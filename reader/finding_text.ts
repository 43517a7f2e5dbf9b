/**
 * What the status line says of searches and filters.
 *
 * @module
 */
import { grouped } from "./grouped.ts";
import type { HitCount } from "./search.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";
import { visible } from "./visible.ts";
import { keepStart } from "./width.ts";

/** How far a filter has come. */
export interface FilterProgress {
  /** How much has been looked at, 0 to 1. */
  part: number;
  /** Whether it was stopped before it was through. */
  isStopped: boolean;
  /** What went wrong. */
  error: string | undefined;
}

/** Columns that a pattern or a filter may take. */
const MAX_TEXT = 30;

/** A text that was typed, as far as the status line has room for it. */
export function shown(text: string): string {
  return keepStart(visible(text), MAX_TEXT);
}

function percent(part: number): string {
  return `${Math.floor(part * 100)} %`;
}

/** `hit 3 of 1 204+`; `+` while there may be more. */
export function hitText(hits: HitCount | null): string {
  if (hits === null) return "";
  const count = `${grouped(hits.count)}${hits.isComplete ? "" : "+"}`;
  return hits.rank === null
    ? `${count} ${hits.count === 1 && hits.isComplete ? "hit" : "hits"}`
    : `hit ${grouped(hits.rank)} of ${count}`;
}

/** `filter func == 'fib', counting 41 %`. */
export function filterText({ filters, isFiltering, context }: PagerState, progress: FilterProgress | null): string {
  if (filters.length === 0) return "";
  const names = filters.map(shown).join(" & ");
  if (!isFiltering) return `filter off: ${names}`;
  const around = context > 0 ? ` ±${context}` : "";
  if (progress === null) return `filter ${names}${around}`;
  if (progress.error !== undefined) return `filter ${names}: ${visible(progress.error)}`;
  const state = progress.isStopped ? "stopped at" : "counting";
  return `filter ${names}${around}, ${state} ${percent(progress.part)}`;
}

/** How far through the rows an id is, 0 to 1. */
function part(source: RowSource, id: number): number {
  return source.count() === 0 ? 0 : Math.min(source.indexOf(id), source.count()) / source.count();
}

/** What is being looked for, while that is under way; null where nothing is. */
export function findingText(
  state: PagerState,
  source: RowSource,
  progress: { progress?: FilterProgress | null },
): string | null {
  if (state.pending) {
    const done = progress.progress ? `: ${percent(progress.progress.part)}` : "";
    return `looking for what passes ${shown(state.pending.at(-1) ?? "")}${done}, any key stops`;
  }
  if (state.transfer) {
    const { to, name, next } = state.transfer;
    const what = to === "file" ? `saving ${shown(name)}` : `collecting rows for ${shown(name)}`;
    return `${what}: ${percent(part(source, next))}, any key stops`;
  }
  if (!state.job || !state.search) return null;
  const place = part(source, state.job.next);
  const done = state.job.direction > 0 ? place : 1 - place;
  return `searching ${shown(state.search.pattern.text)}: ${percent(done)}, any key stops`;
}
