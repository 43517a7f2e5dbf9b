import assert from "node:assert/strict";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Trace } from "../store/mod.ts";
import { type DetailLine, detailLines } from "./detail.ts";
import { pressKey } from "./pager.ts";
import { plainText } from "./segment.ts";
import { settle } from "./move.ts";
import { initialState, type PagerState } from "./state.ts";
import { args, LAYOUT, sourceOf, STARTED_MS, trace } from "./testing.ts";

/** `main` calls `load`, which calls `parse`, which throws; then `parse` again. */
const ROWS: Trace[] = [
  trace({ id: 1, call: 1, func: "main", leave: null }),
  trace({ id: 2, call: 2, func: "load", parent: 1, depth: 1, leave: 5, line: 30 }),
  trace({ id: 3, call: 3, func: "parse", parent: 2, depth: 2, leave: 4, args: args(["text", '"{"', "string"]) }),
  trace({
    id: 4,
    call: 3,
    func: "parse",
    kind: 2,
    depth: 2,
    duration: 52_000,
    args: args(["exception", "no", "Error"]),
  }),
  trace({ id: 5, call: 2, func: "load", kind: 1, depth: 1, duration: 60_000 }),
  trace({ id: 6, call: 6, func: "parse", parent: 1, depth: 1, at: 5_041_000 }),
  trace({ id: 7, kind: 4, call: null, func: null, module: null, line: null, lost: 12 }),
];
const SOURCE = sourceOf(ROWS);

function lines(id: number, open = new Map<string, boolean>()): DetailLine[] {
  const context = { source: SOURCE, data: () => null, clock: LAYOUT.clock, startedMs: STARTED_MS, columns: 80 };
  return detailLines(SOURCE.row(id)!, open, context);
}

function shown(id: number): string[] {
  return lines(id).map(({ segments }) => plainText(segments).trim());
}

test("details show arguments, how the call ended, who called it, and its other calls", () => {
  for (const id of [3, 4]) {
    const text = shown(id);
    assert.deepEqual(text.slice(0, 10), [
      "Arguments",
      'text: "{"',
      "",
      "Threw",
      "exception: no",
      "",
      "Called from",
      "load  src/cart.ts:30  row 2",
      "main  src/cart.ts:12  row 1",
      "",
    ]);
    assert.deepEqual(text.slice(-3), ["Other calls of parse", "(  earlier: none", ")  later: row 6, 5 ms later"]);
  }
  assert.deepEqual(lines(3).filter((line) => line.row).map((line) => line.row), [2, 1, 6]);
  assert.match(shown(7)[0], /^12 traces were lost here/);
});

test("source is shown with its line marked, and doubted where the file is newer than the call", () => {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-source-"));
  try {
    const path = join(directory, "a.ts");
    writeFileSync(path, Array.from({ length: 30 }, (_, i) => `\tline ${i + 1}\x1b[31m`).join("\n"));
    const source = (changed: number, line: number, module = path): string[] => {
      if (module === path) utimesSync(path, changed / 1000, changed / 1000);
      const row = trace({ module, line });
      const context = {
        source: sourceOf([row]),
        data: () => null,
        clock: LAYOUT.clock,
        startedMs: STARTED_MS,
        columns: 80,
      };
      const all = detailLines(row, new Map(), context).map(({ segments }) => plainText(segments));
      const first = all.findIndex((text) => text.startsWith("Source"));
      return all.slice(first + 1, all.findIndex((text) => text.startsWith("Other")) - 1);
    };
    const before = source(STARTED_MS - 5000, 12);
    assert.equal(before.length, 9);
    assert.equal(before[4], "  > 12     line 12\\x1b[31m");
    assert.equal(source(STARTED_MS + 5000, 12)[0], "    the file has changed since it ran: lines may be others");
    assert.deepEqual(source(0, 99), ["    its source file has changed since: it is shorter now"]);
    assert.deepEqual(source(0, 1, "/no/such/file.ts"), ["    its source file is not there any more"]);
    assert.deepEqual(source(0, 1, "https://example.com/a.ts"), ["    its source is not a file here"]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("keys move in the pane, unfold, go to rows and close it; the others work as before", () => {
  const long = trace({ id: 1, args: args(["text", `"${"x".repeat(500)}"`, "string"]) });
  const source = sourceOf([long, ...ROWS.slice(1)]);
  const details = (state: PagerState) => () => {
    const context = { source, data: () => null, clock: LAYOUT.clock, startedMs: STARTED_MS, columns: 80 };
    return detailLines(source.row(state.cursor)!, state.detail!.open, context);
  };
  let state = settle({ ...initialState(80, 20), top: 1 }, source);
  const press = (...keys: string[]): void => {
    for (const key of keys) state = settle(pressKey(state, key, source, { details: details(state) }).state, source);
  };
  press("tab");
  assert.deepEqual([state.detail?.line, state.cursor], [0, 1]);
  press("j", "down", "G");
  assert.equal(state.detail?.line, details(state)().length - 1);
  assert.ok(state.detail!.top > 0);
  press("J", "J");
  assert.deepEqual([state.detail?.line, state.detail?.top, state.cursor], [0, 0, 3]);
  while (details(state)()[state.detail!.line].row !== 2) press("j");
  press("enter");
  assert.equal(state.cursor, 2);
  press("'", "'");
  assert.equal(state.cursor, 3);
  press("}");
  assert.equal(state.cursor, 4);
  press("q");
  assert.equal(state.detail, null);
});
