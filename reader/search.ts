import { TstraceError } from "../errors.ts";
import { formatRow, type Layout } from "./row.ts";
import { plainText, type Segment } from "./segment.ts";
import type { RowSource } from "./source.ts";

/** What is searched for. */
export interface Pattern {
  /** As typed. */
  text: string;
  /** Find the rows that do not match. */
  negate: boolean;
  expression: RegExp;
}

/** A search under way: looks at the rows from `next` on in `direction` until `remaining` have been found. */
export interface SearchJob {
  pattern: Pattern;
  direction: 1 | -1;
  /** Forward: the next row to look at. Backward: the row after it. */
  next: number;
  remaining: number;
  /** Rows looked at. */
  searched: number;
}

/** How a piece of a search ended. */
export type SearchStep = { found: number } | { job: SearchJob } | "nothing";

/** Hits shown in one row, so that a pattern that matches nearly everywhere costs no more than the row. */
const MAX_HITS = 500;

/**
 * Reads a regular expression. Without a capital letter it matches both cases.
 *
 * @throws {TstraceError} saying what is wrong with it.
 */
export function parsePattern(text: string, negate: boolean): Pattern {
  const ignoreCase = !/\p{Lu}/u.test(text.replace(/\\./g, ""));
  try {
    return { text, negate, expression: new RegExp(text, ignoreCase ? "gi" : "g") };
  } catch (error) {
    // V8 says it as `Invalid regular expression: /…/gi: what is wrong`, JavaScriptCore without the middle.
    const message = error instanceof Error ? error.message : String(error);
    const wrong = message.replace(/^Invalid regular expression: (\/.*\/\w*: )?/s, "");
    throw new TstraceError(`Invalid regular expression: ${wrong}`, 2, { cause: error });
  }
}

/** Whether a row with this text is looked for. */
function matches({ expression, negate }: Pattern, text: string): boolean {
  expression.lastIndex = 0;
  return expression.test(text) !== negate;
}

/** Looks at the next at most `rows` rows. */
export function searchStep(job: SearchJob, source: RowSource, layout: Layout, rows: number): SearchStep {
  const forward = job.direction > 0;
  const traces = forward ? source.from(job.next, rows) : source.before(job.next, rows).reverse();
  if (traces.length === 0) return "nothing";
  let { remaining } = job;
  for (const trace of traces) {
    if (!matches(job.pattern, plainText(formatRow(trace, layout)))) continue;
    if (--remaining <= 0) return { found: trace.id };
  }
  const last = traces[traces.length - 1].id;
  return { job: { ...job, remaining, next: forward ? last + 1 : last, searched: job.searched + traces.length } };
}

/** Marks what the pattern matches in a row. */
export function markHits(row: readonly Segment[], { expression, negate }: Pattern): readonly Segment[] {
  if (negate) return row;
  const text = plainText(row);
  const hits: [start: number, end: number][] = [];
  expression.lastIndex = 0;
  while (hits.length < MAX_HITS) {
    const found = expression.exec(text);
    if (!found) break;
    if (found[0] === "") expression.lastIndex++;
    else hits.push([found.index, found.index + found[0].length]);
  }
  return hits.length === 0 ? row : splitAt(row, hits);
}

function splitAt(row: readonly Segment[], hits: readonly [start: number, end: number][]): Segment[] {
  const result: Segment[] = [];
  let position = 0;
  let next = 0;
  for (const segment of row) {
    let used = 0;
    while (used < segment.text.length) {
      while (next < hits.length && hits[next][1] <= position + used) next++;
      const [start, end] = hits[next] ?? [Infinity, Infinity];
      const hit = start <= position + used;
      const stop = Math.min(segment.text.length, (hit ? end : start) - position);
      result.push(
        hit ? { ...segment, text: segment.text.slice(used, stop), hit } : {
          ...segment,
          text: segment.text.slice(used, stop),
        },
      );
      used = stop;
    }
    position += segment.text.length;
  }
  return result;
}
