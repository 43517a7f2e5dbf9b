/** Searches, filters and prompts of the reader in a pseudo-terminal: the executable, Deno and Node. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { TraceRow } from "../store/mod.ts";
import { addTraces } from "./reader_database.ts";
import { assertRestored, play, readers, withDatabase } from "./reader_play.ts";
import type { Step } from "./reader_protocol.ts";
import { targets } from "./runtimes.ts";

const [target] = targets;

/** Escape that nothing behind it can be taken to belong to. */
const ESCAPE = "\x1b[27u";

for (const { name, command } of readers) {
  test(`${name}: a search marks its hits while it is typed, counts them, and is repeated`, () =>
    withDatabase(1000, (database) => {
      const outcome = play(target, database, [
        { wait: "1-9 of 1000" },
        { send: "/= number: 7" },
        { wait: "^/= number: 7$" },
        { marked: "= number: 7" },
        { send: "\r" },
        { wait: "7-15 of 1000 .*hit 1 of 111 " },
        { send: "nn" },
        { wait: "71-79 of 1000 .*hit 3 of 111 " },
        { send: "N" },
        { wait: "70-78 of 1000 .*hit 2 of 111 " },
        { send: "G?number: [1-3]5\\)\r" },
        { wait: "35-43 of 1000 .*hit 3 of 3 " },
        { send: "\x1bu" },
        { wait: "35-43 of 1000 (?!.*hit)" },
        { send: "/nowhere\r" },
        { wait: "Pattern not found" },
        { send: "q" },
        { exit: true },
      ], { command: command(database) });
      assertRestored(outcome);
    }));

  test(`${name}: an expression that backtracks without end is stopped by a key`, () =>
    withDatabase(50_000, (database) => {
      const outcome = play(target, database, [
        { wait: "1-9 of 50000" },
        { send: "/(.+)+~~" },
        { wait: "~~$" },
        { send: "\r" },
        { wait: "searching .*any key stops" },
        { resize: [90, 8] },
        { wait: "searching .*any key stops" },
        { send: "\x03" },
        { wait: "Search stopped" },
        { send: "j" },
        { wait: "2-8 of 50000" },
        { send: "/number: 40000\r" },
        { wait: "40000-40006 of 50000" },
        { send: "q" },
        { exit: true },
      ], { command: command(database) });
      assertRestored(outcome);
    }));

  test(`${name}: filters are completed, explained, stacked, switched off and cleared`, () =>
    withDatabase(1000, (database) => {
      const outcome = play(target, database, [
        { wait: "1-9 of 1000" },
        { send: "&" },
        { wait: "^ func .*\n(.*\n)+&$" },
        { send: "va" },
        { wait: "value .*\n&va$" },
        { send: "\t" },
        { wait: "^&value $" },
        { send: "> 990" },
        { wait: "^&value > 990$" },
        { send: "\r" },
        { wait: "991-1000|1-9 of 10 .*filter value > 990" },
        { keep: "filtered" },
        { send: "&value < 995\r" },
        { wait: "1-4 of 4 .*filter value > 990 & value < 995" },
        { keep: "stacked" },
        { send: "2+" },
        { wait: "1-8 of 8 .*±2" },
        { keep: "around" },
        { send: "-" },
        { wait: "1-6 of 6 .*±1" },
        { send: "~" },
        { wait: "of 1000 .*filter off" },
        { send: "~" },
        { wait: "1-6 of 6 " },
        { send: "&\r" },
        { wait: "of 1000 (?!.*filter)" },
        { send: "&fnc == 1" },
        { wait: "no field fnc, did you mean func.*\n vvv\n&fnc == 1$" },
        { send: "\t\x05\x15" },
        { wait: "^&$" },
        { send: "func == 'Cart.totl'\r" },
        { wait: "not found: 'Cart.totl' - nearest: Cart.total.*\n {9}v+\n&func == 'Cart.totl'$" },
        { send: "\t\r" },
        { wait: "filter func == 'Cart.total' " },
        { send: "q" },
        { exit: true },
      ], { command: command(database) });
      const shown = (name: string): number[] =>
        outcome.kept[name].lines.flatMap((line) => /n = number: (\d+)\)/.exec(line)?.[1] ?? []).map(Number);
      assert.deepEqual(shown("filtered"), [991, 992, 993, 994, 995, 996, 997, 998, 999]);
      assert.deepEqual(shown("stacked"), [991, 992, 993, 994]);
      assert.deepEqual(shown("around"), [989, 990, 991, 992, 993, 994, 995, 996]);
      assertRestored(outcome);
    }));

  test(`${name}: what comes while a filter is on is filtered, and counted where it was searched for`, () =>
    withDatabase(100, (database) => {
      play(target, database, [
        { wait: "1-9 of 100" },
        { send: "&value == '%5'\r" },
        { wait: "1-9 of 10 " },
        { send: "/number: 2\r" },
        { wait: "hit 1 of 1 " },
        { traces: 200 },
        { wait: "of 30 .*hit 1 of 11 " },
        { send: "q" },
        { exit: true },
      ], { command: command(database) });
    }));
}

test("what was entered is there in the next run, also what is pasted", () =>
  withDatabase(20, (database) => {
    const command = readers[0].command(database);
    const wait: Step = { wait: "of 20" };
    play(target, database, [
      wait,
      { send: "/\x1b[200~number:\r 7q\x1b[201~" },
      { wait: "^/number:  7q$" },
      { send: "\x7f\x1bb\x7f" },
      { wait: "^/number: 7$" },
      { send: "\r" },
      { wait: "hit 1 of 1" },
      { send: "&func ~ 'Cart'\r" },
      { wait: "filter func" },
      { send: "q" },
      { exit: true },
    ], { command });
    const history = join(dirname(database), "tstrace", "history");
    assert.equal(statSync(history).mode & 0o777, 0o600);
    assert.equal(readFileSync(history, "utf8"), "/\tnumber: 7\n&\tfunc ~ 'Cart'\n");
    play(target, database, [
      wait,
      { send: "?\x1b[A" },
      { wait: "^\\?number: 7$" },
      { send: `${ESCAPE}&\x12art` },
      { wait: "with ‘art’: &func ~ 'Cart'$" },
      { send: "\r\r" },
      { wait: "filter func" },
      { send: "q" },
      { exit: true },
    ], { command });
  }));

test("hostile values do nothing to the terminal, whatever is searched, filtered or completed", () =>
  withDatabase(0, (database) => {
    const values = [
      "\x1b]0;owned\x07\x1b[2J",
      "\x9b31m\x85\x00",
      "\u202eevil\u2066\u2069",
      "e\u0301\u0301\u0301".repeat(40),
      "👩‍👩‍👧".repeat(30),
      "x".repeat(1_000_000),
      "例え".repeat(200),
      "\ud800 alone",
      `{${'"a": {'.repeat(500)}${"}".repeat(500)}}`,
      "two\nlines\ttab",
    ];
    const rows = values.map((value): Partial<TraceRow> => ({
      function: 2,
      args: `\x1e${value.slice(0, 50)}\x1f${value}\x1f${value.slice(0, 20)}\x1e`,
    }));
    addTraces(database, rows.length, rows);
    for (const [columns, lines] of [[100, 14], [20, 5], [400, 120]]) {
      const outcome = play(target, database, [
        { wait: "of 10" },
        { send: "/owned\r" },
        { wait: "hit|owned" },
        { send: "\x1b[C\x1b[C\x1b[1;5C\x1b[1;5D/例\r" },
        { send: "/\\\\x\r" },
        { send: `&value == '${"\x1b[200~"}\u202eevil\u0007${"\x1b[201~"}${ESCAPE}` },
        { send: "&func == \t" },
        { wait: "^&" },
        { send: `${ESCAPE}${ESCAPE}&arg == \x1b[B\x1b[B\r` },
        { wait: "^&" },
        { send: `${ESCAPE}${ESCAPE}&value ~ 'x'\r` },
        { wait: "filter|of \\d|…" },
        { send: `${ESCAPE}q` },
        { exit: true },
      ], { command: readers[0].command(database), columns, lines });
      assertRestored(outcome);
      // deno-lint-ignore no-control-regex
      const rest = outcome.output.replaceAll(/\x1b\[[?]?[\d;]*[A-Za-z]/g, "");
      assert.deepEqual(rest.match(/[^\n\P{Cc}]|[\u202a-\u202e\u2066-\u2069]/gu), null);
    }
  }));
