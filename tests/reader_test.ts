/** The reader in a pseudo-terminal against a model of the screen, in all four runtimes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addTraces } from "./reader_database.ts";
import { assertRestored, play, subject, withDatabase } from "./reader_play.ts";
import type { Step } from "./reader_protocol.ts";
import { root, run, targets } from "./runtimes.ts";

for (const target of targets) {
  test(`${target.name}: the pager shows, moves, searches, and leaves the terminal as it was`, () =>
    withDatabase(100, (database) => {
      const outcome = play(target, database, [
        { wait: "1-9 of 100 .*9 %" },
        { keep: "first" },
        { send: "jj " },
        { wait: "12-20 of 100" },
        { send: "G" },
        { wait: "92-100 of 100 .*END" },
        { send: "\x1b[H\x1b[6~\x1b[B" },
        { wait: "11-19 of 100" },
        { send: "/number: 5" },
        { wait: "^/number: 5$" },
        { send: "\r" },
        { wait: "50-58 of 100" },
        { send: "nn" },
        { wait: "52-60 of 100" },
        { send: "N?r: 3\r" },
        { wait: "39-47 of 100" },
        { keep: "found" },
        { send: "/(\r" },
        { wait: "invalid regular expression: this . is not closed" },
        { resize: [60, 5] },
        { wait: "invalid.*\\n v\\n/.$" },
        { send: "\x1b" },
        { wait: "39-42 of 100" },
        { keep: "small" },
        { send: "q" },
        { exit: true },
      ]);
      const { first, found, small } = outcome.kept;
      assert.equal(first.isAlternate, true);
      assert.match(first.lines[0], /04,000001 {2}1234\/1 {2}src\/cart\.ts:12 {3}--> Cart\.total\(n = number: 1\)$/);
      assert.match(first.lines[8], /n = number: 9\)$/);
      assert.match(found.lines[0], /n = number: 39\)$/);
      assert.equal(small.lines.length, 5);
      assert.match(small.lines[0], /…$/);
      assert.equal(small.lines[0].length, 60);
      assert.deepEqual([outcome.exitCode, outcome.signal], [0, null]);
      assertRestored(outcome);
    }));

  test(`${target.name}: traces that come while the pager is open are shown`, () =>
    withDatabase(0, (database) => {
      const outcome = play(target, database, [
        { wait: "no traces yet" },
        { traces: 5 },
        { wait: "1-5 of 5 .*END" },
        { traces: 20 },
        { wait: "1-9 of 25" },
        { send: "q" },
        { exit: true },
      ]);
      assertRestored(outcome);
    }));

  test(`${target.name}: what was recorded never reaches the terminal as a command`, () =>
    withDatabase(0, (database) => {
      const value = "\x1b[31m\x9b2J\u202e例え\x07";
      addTraces(database, 2, [{ function: 2, args: `\x1e${value}\x1f${value}\x1f${value}\x1e` }]);
      const steps: Step[] = [
        { wait: "1-2 of 2" },
        { keep: "shown" },
        { send: "\x1b[C\x1b[C" },
        { wait: "column" },
        { send: "q" },
        { exit: true },
      ];
      const outcome = play(target, database, steps);
      assert.match(outcome.kept.shown.lines[0], /\\x1b\[2J\.ts:12 {2,}--> \\x1b\]0;owned\\x07\(\\x1b\[31m/);
      for (const sequence of ["\x1b]", "\x07", "\x9b", "\u202e"]) assert.ok(!outcome.output.includes(sequence));
      const printed = run([...target.plain, subject, database], { cwd: root });
      assert.equal(printed.status, 0);
      assert.doesNotMatch(printed.stdout.replaceAll("\n", ""), /\p{Cc}|\p{Cf}/u);
    }));

  test(`${target.name}: a signal or a failure restores the terminal before the program ends`, () =>
    withDatabase(100, (database) => {
      for (const signal of ["SIGTERM", "SIGHUP"] as const) {
        const outcome = play(target, database, [{ wait: "1-9 of" }, { signal }, { exit: true }]);
        assertRestored(outcome);
        assert.equal(outcome.signal, signal);
      }
      const crashed = play(target, database, [{ wait: "1-9 of" }, { send: "j" }, { exit: true }], { mode: "crash" });
      assertRestored(crashed);
      assert.equal(crashed.exitCode, 1);
      assert.match(crashed.end.lines.join("\n"), /reader failed: broken on purpose/);
    }));

  test(`${target.name}: Ctrl-Z gives the terminal back to the shell, and fg the pager back`, () =>
    withDatabase(100, (database) => {
      const line = [...target.plain, subject, database].map((word) => `'${word}'`).join(" ");
      const outcome = play(target, database, [
        { wait: "ready>" },
        { send: `${line}\r` },
        { wait: "1-9 of 100" },
        { send: "j\x1a" },
        { wait: "Stopped" },
        { keep: "shell" },
        { send: "fg\r" },
        { wait: "2-10 of 100" },
        { send: "j" },
        { wait: "3-11 of 100" },
        { send: "q" },
        { wait: "ready> *$" },
        { send: "exit 7\r" },
        { exit: true },
      ], { command: ["bash", "--norc", "--noprofile", "-i"], env: { PS1: "ready>", PS0: "" } });
      assert.equal(outcome.kept.shell.isAlternate, false);
      assert.equal(outcome.exitCode, 7);
      assertRestored(outcome);
    }));

  test(`${target.name}: a search can be stopped by a key`, () =>
    withDatabase(500_000, (database) => {
      play(target, database, [
        { wait: "1-9 of 500000" },
        { send: "/(.+)+~~\r" },
        { wait: "searching .*any key stops" },
        { send: "\x1b" },
        { wait: "Search stopped" },
        { send: "j" },
        { wait: "2-10 of 500000" },
        { send: "q" },
        { exit: true },
      ]);
    }));

  test(`${target.name}: NO_COLOR has no colours, a dumb terminal gets text`, () =>
    withDatabase(3, (database) => {
      const steps: Step[] = [{ wait: "1-3 of 3" }, { send: "q" }, { exit: true }];
      const coloured = (text: string): boolean => text.includes("\x1b[36m");
      assert.equal(coloured(play(target, database, steps).output), true);
      assert.equal(coloured(play(target, database, steps, { env: { NO_COLOR: "1" } }).output), false);
      const dumb = play(target, database, [{ exit: true }], { env: { TERM: "dumb" } });
      // Deno itself clears the line that it started in.
      assert.ok(!coloured(dumb.output) && !dumb.output.includes("\x1b[?"));
      assert.match(dumb.output, /number: 3\)\r\n$/);
    }));

  test(`${target.name}: a pipe that is closed ends the printing quietly`, () =>
    withDatabase(20_000, (database) => {
      const line = [...target.plain, subject, database].map((word) => `'${word}'`).join(" ");
      const result = run(["sh", "-c", `{ ${line}; echo "status $?" >&2; } | head -n 2`], { cwd: root });
      assert.deepEqual([result.stdout.split("\n").length, result.stderr], [3, "status 0\n"]);
    }));
}
