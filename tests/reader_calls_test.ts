/** Folding, going from call to call, and the detail pane, on the screen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TraceRow } from "../store/mod.ts";
import { addTraces } from "./reader_database.ts";
import { assertRestored, play, readers, withDatabase } from "./reader_play.ts";

/** `depth` calls in one another, each in the one before, and their returns; the innermost throws. */
function nested(depth: number): Partial<TraceRow>[] {
  const calls = Array.from({ length: depth }, (_, i) => ({
    call: i + 1,
    parent: i === 0 ? null : i,
    depth: i,
    leave: 2 * depth - i,
  }));
  const leaves = calls.toReversed().map(({ call, depth: level }, i) => ({
    kind: i === 0 ? 2 : 1,
    call,
    depth: level,
    duration: (i + 1) * 1500,
    args: i === 0 ? "\x1eexception\x1fno way\x1fError\x1e" : `\x1ereturn value\x1f${call}\x1fnumber\x1e`,
  }));
  return [...calls, ...leaves];
}

for (const reader of readers) {
  test(`${reader.name}: calls fold, unfold and are gone through, 500 levels deep`, () =>
    withDatabase(0, (database) => {
      addTraces(database, 1000, nested(500));
      const outcome = play(reader, database, [
        { wait: "1-9 of 1000" },
        { send: "zM" },
        { wait: "1 of 1000 .*END.*folded" },
        { keep: "all" },
        { send: "z3" },
        { wait: "\\[\\+\\] Cart.total\\(…\\) = 3 .*\\[497 calls\\]" },
        { keep: "three" },
        { send: "e" },
        { wait: "exception = Error: n" },
        { keep: "exception" },
        { send: "^^" },
        { wait: "498 of 1000|498-\\d+ of 1000" },
        { send: "''" },
        { wait: "499 of 1000" },
        { send: "zR}\x1b[1~" },
        { wait: "1-9 of 1000" },
        { send: "q" },
        { exit: true },
      ]);
      const { all, three, exception } = outcome.kept;
      assert.match(all.lines[0], /\[\+\] Cart\.total\(…\) = 1 {2}750 µs {2}\[499 calls\]$/);
      assert.equal(all.lines[1], "~");
      assert.match(three.lines[2], / {7}\[\+\] Cart\.total\(…\) = 3/);
      assert.match(three.lines[3], / {5}<-- Cart\.total\(return value = number: 2\)/);
      assert.ok(exception.lines.some((line) => /\+496 {7}<-- Cart\.total\(exception = Error: n…/.test(line)));
      assertRestored(outcome);
    }));

  test(`${reader.name}: the detail pane shows a row in full and goes along`, () =>
    withDatabase(0, (database) => {
      const long = `"${"long ".repeat(200_000)}"`;
      const rows = nested(30);
      rows[0].args = `\x1etext\x1f${long}\x1fstring\x1en\x1f5\x1fnumber\x1e`;
      addTraces(database, 60, rows);
      const outcome = play(reader, database, [
        { wait: "1-19 of 60" },
        { send: "\t" },
        { wait: "call Cart.total {2}row 1 {2}depth 0" },
        { keep: "first" },
        { send: "J" },
        { wait: "row 2 {2}depth 1" },
        { keep: "second" },
        { send: "G" },
        { wait: "\\( {2}earlier: row 1, 1 µs earlier" },
        { send: "\t" },
        { wait: "\\d+-\\d+ of 60" },
        { resize: [300, 60] },
        { wait: "2-60 of 60" },
        { send: "\t" },
        { wait: "Called from" },
        { keep: "large" },
        { send: "qh" },
        { wait: "Fold calls" },
        { send: "/wheel\r" },
        { wait: "tstrace --mouse" },
        { send: "qq" },
        { exit: true },
      ], { lines: 20, columns: 100 });
      const { first, second, large } = outcome.kept;
      assert.ok(first.lines.some((line) => /^ +n: 5$/.test(line)));
      assert.ok(second.lines.some((line) => /^ +Cart\.total {2}src\/cart\.ts:12 {2}row 1$/.test(line)));
      assert.ok(large.lines.some((line) => line.includes("its source file is not there any more")));
      assertRestored(outcome);
    }));
}
