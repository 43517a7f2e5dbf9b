import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Trace } from "../store/mod.ts";
import { createClock } from "./clock.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import { formatRow, type Layout } from "./row.ts";
import { RowSet } from "./row_set.ts";
import type { Hits } from "./search.ts";
import { plainText } from "./segment.ts";
import { findAmong, type RowSource } from "./source.ts";

/** 10:07:04 on 23 November 2026, in whatever time zone the tests run. */
export const STARTED_MS = new Date(2026, 10, 23, 10, 7, 4).getTime();

/** Columns as wide as `src/cart.ts:12 ` and `1234/1`. */
export const LAYOUT: Layout = { clock: createClock(STARTED_MS), threadWidth: 6, moduleWidth: 15, shorten: true };

/** The column `args` of name, value, type triples. */
export function args(...triples: [name: string, value: string, type: string][]): string {
  return `\x1e${triples.map((triple) => triple.join("\x1f")).join("\x1e")}\x1e`;
}

/** A trace with the fields that matter to a test. */
export function trace(fields: Partial<Trace> = {}): Trace {
  return {
    id: 1,
    at: 41_000,
    kind: 0,
    call: 1,
    parent: null,
    depth: 0,
    leave: null,
    duration: null,
    args: null,
    lost: null,
    thread: 1,
    pid: 1234,
    tid: 1,
    isSync: true,
    module: "/home/ada/shop/src/cart.ts",
    func: "Cart.total",
    line: 12,
    cwd: "/home/ada/shop",
    ...fields,
  };
}

/** `count` rows with ids from `first` on; row n has the argument `n = number: n`. */
export function rows(count: number, first = 1): Trace[] {
  return Array.from(
    { length: count },
    (_, i) => trace({ id: first + i, args: args(["n", String(first + i), "number"]) }),
  );
}

/** The rows of a source that a pattern is looked for in; known only up to `until`. */
export function hitsOf(pattern: Pattern, source: RowSource, until: number = Infinity): Hits {
  const expression = compilePattern(pattern);
  const found = new RowSet();
  const traces = source.from(source.first(), source.count());
  const ids = traces.filter((row) => {
    expression.lastIndex = 0;
    return expression.test(plainText(formatRow(row, LAYOUT))) !== pattern.negate;
  }).map(({ id }) => id);
  found.set(source.first(), Math.min(source.last() + 1, until), ids.filter((id) => id < until));
  return { found, isGrowing: false };
}

/** A source of these rows, which may have gaps between their ids. */
export function sourceOf(traces: readonly Trace[], lost = 0): RowSource {
  const ids = traces.map((row) => row.id);
  function at(index: number): number {
    return ids.length === 0 ? 0 : ids[Math.max(0, Math.min(index, ids.length - 1))];
  }
  function indexOf(id: number): number {
    return ids.filter((other) => other < id).length;
  }
  const source: RowSource = {
    first: () => at(0),
    last: () => at(ids.length - 1),
    count: () => ids.length,
    lost: () => lost,
    from: (id, n) => traces.slice(indexOf(id)).slice(0, n),
    before: (id, n) => traces.slice(Math.max(0, indexOf(id) - n), indexOf(id)),
    step: (id, by) => at(indexOf(id) + by),
    indexOf,
    at,
    has: (id) => ids.includes(id),
    shown: (id) => at(indexOf(id)),
    row: (id) => traces.find((row) => row.id === id),
    find: (wanted, from, direction, rows) => findAmong(source, wanted, from, direction, rows),
    folded: () => undefined,
    isUnfinished: () => false,
  };
  return source;
}

/** Runs `body` with the path of a database in a new directory, which is removed afterwards. */
export function withPath(body: (path: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-reader-"));
  try {
    body(join(directory, "traces.sqlite"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
