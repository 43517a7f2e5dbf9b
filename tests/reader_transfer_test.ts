/** Rows of the reader saved to files and given to commands, in a pseudo-terminal: the executable, Deno and Node. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { assertRestored, play, readers, withDatabase } from "./reader_play.ts";
import { targets } from "./runtimes.ts";

const [target] = targets;

/** The values of `n` in rows of text. */
function numbers(text: string): number[] {
  return [...text.matchAll(/--> Cart\.total\(n = number: (\d+)\)\n/g)].map(([, number]) => Number(number));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

for (const { name, command } of readers) {
  test(`${name}: s saves what is shown, and overwrites a file only when it is told to`, () =>
    withDatabase(5000, (database) => {
      const directory = dirname(database);
      const [all, some] = [join(directory, "all rows"), join(directory, "some")];
      const filter = "value > 4900 and value < 4990";
      const outcome = play(target, database, [
        { wait: "1-9 of 5000" },
        { send: `s${all}\r` },
        { wait: "5 000 rows saved to " },
        { send: `&${filter}\r` },
        { wait: "1-9 of 89 " },
        { send: `s${all}\r` },
        { wait: "it exists: Enter overwrites it, Esc gives up" },
        { send: "\x1b[27u" },
        { wait: "1-9 of 89 " },
        { send: `s${some}\r` },
        { wait: "89 rows saved" },
        { send: "5jma3jS" },
        { wait: "^: S" },
        { send: `a${some}\r` },
        { wait: "it exists" },
        { send: "\r" },
        { wait: "4 rows saved" },
        { send: `s${database}\r` },
        { wait: "this is the database that is open" },
        { send: "\x1b[27uq" },
        { exit: true },
      ], { command: command(database) });
      assertRestored(outcome);
      const text = readFileSync(all, "utf8");
      assert.deepEqual(numbers(text), range(1, 5000));
      assert.match(text, /^\d{4}\/\d\d\/\d\d \d\d:\d\d:04,000001 {2}1234\/1 {2}src\/cart\.ts:12 +--> Cart/);
      assert.deepEqual(numbers(readFileSync(some, "utf8")), range(4906, 4909));
      for (const path of [all, some]) assert.equal(statSync(path).mode & 0o777, 0o600);
    }));

  test(`${name}: a pipe gives rows to a command, which has the terminal until it ends`, () =>
    withDatabase(100, (database) => {
      const directory = dirname(database);
      const given = join(directory, "given");
      const outcome = play(target, database, [
        { wait: "1-9 of 100" },
        { send: "j|$" },
        { wait: "^pipe to: $" },
        { send: `cat > '${given}'; echo what it says; stty -a < /dev/tty | grep -o ' icanon'\r` },
        { wait: "^ icanon" },
        { wait: "done {2}.press a key" },
        { keep: "held" },
        { resize: [90, 9] },
        { send: "\r" },
        { wait: "cat > .*: done *$" },
        { send: "j" },
        { wait: "3-10 of 100" },
        { send: "|." },
        { send: "printf 'no line end'; read answer < /dev/tty; exit 3\r" },
        { wait: "^no line end" },
        { send: "typed\r" },
        { wait: "^ printf.*: exit code 3 {2}.press a key" },
        { send: "q" },
        { wait: "exit code 3 *$" },
        { send: "q" },
        { exit: true },
      ], { command: command(database), env: { SHELL: "/bin/sh", TMPDIR: directory } });
      assert.equal(outcome.kept.held.isAlternate, false);
      assert.match(outcome.kept.held.lines.join("\n"), /what it says/);
      assertRestored(outcome);
      assert.deepEqual(numbers(readFileSync(given, "utf8")), range(2, 100));
      assert.deepEqual(readdirSync(directory).filter((entry) => entry.startsWith("tstrace-rows-")), []);
    }));

  test(`${name}: Ctrl-C ends the command, not the reader`, () =>
    withDatabase(100, (database) => {
      const outcome = play(target, database, [
        { wait: "1-9 of 100" },
        { send: "|%" },
        { wait: "^pipe to: $" },
        { send: "echo it runs; sleep 60\r" },
        { wait: "^it runs" },
        { send: "\x03" },
        { wait: "(exit code 130|SIGINT) {2}.press a key" },
        { send: " " },
        { wait: "^ echo it runs; sleep 60: .*(130|SIGINT) *$" },
        { send: "j" },
        { wait: "2-10 of 100" },
        { send: "q" },
        { exit: true },
      ], { command: command(database), env: { SHELL: "/bin/sh" } });
      assert.equal(outcome.exitCode, 0);
      assertRestored(outcome);
    }));

  test(`${name}: saving many rows shows how far it is and stops at a key; what cannot be saved is said`, () =>
    withDatabase(300_000, (database) => {
      const path = join(dirname(database), "rows");
      writeFileSync(join(dirname(database), "file"), "");
      play(target, database, [
        { wait: "1-9 of 300000" },
        { send: "&value > 10\r" },
        { wait: "11-19|1-9 of \\d+ .*filter value" },
        { send: `s${path}\r` },
        { wait: "saving .*: \\d+ %, any key stops" },
        { send: "\x1b[27u" },
        { wait: "Saving stopped: .* rows in " },
        { send: `s${join(dirname(database), "file", "rows")}\r` },
        { wait: "it cannot be saved so: its directory does not exist" },
        { send: "\x1b[27uq" },
        { exit: true },
      ], { command: command(database) });
      assert.ok(existsSync(path));
      const found = numbers(readFileSync(path, "utf8"));
      assert.ok(found.length < 299_990);
      assert.deepEqual(found, range(11, 10 + found.length));
    }));
}
