/** Following a recording, and what happens to its file meanwhile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeFile } from "./reader_database.ts";
import { assertRestored, play, readers, withDatabase } from "./reader_play.ts";

for (const reader of readers) {
  test(`${reader.name}: F goes along with what is recorded, going up pauses, G goes on`, () =>
    withDatabase(100, (database) => {
      const outcome = play(reader, database, [
        { wait: "1-9 of 100 .*recording, F follows" },
        { send: "F" },
        { wait: "92-100 of 100 .*END.*following" },
        { traces: 50 },
        { wait: "142-150 of 150 .*END.*following" },
        { keep: "followed" },
        { send: "kkkkkkkkk" },
        { wait: "133-141 of 150 .*paused, G goes on" },
        { keep: "paused" },
        { traces: 50 },
        { wait: "133-141 of 200 .*paused" },
        { keep: "still" },
        { send: "G" },
        { wait: "192-200 of 200 .*following" },
        { traces: 1 },
        { wait: "193-201 of 201 .*following" },
        { send: "F" },
        { wait: "193-201 of 201 .*F follows" },
        { traces: 1 },
        { wait: "193-201 of 202 .*F follows" },
        { send: "q" },
        { exit: true },
      ]);
      const { followed, paused, still } = outcome.kept;
      assert.match(followed.lines[8], /n = number: 150\)$/);
      assert.deepEqual(still.lines.slice(0, 9), paused.lines.slice(0, 9));
      assertRestored(outcome);
    }));

  test(`${reader.name}: traces that are deleted at the low end move nothing on the screen`, () =>
    withDatabase(200, (database) => {
      const outcome = play(reader, database, [
        { wait: "1-9 of 200" },
        { send: "50gma20j" },
        { wait: "70-78 of 200" },
        { keep: "before" },
        { newest: 131 },
        { wait: "1-9 of 131" },
        { keep: "after" },
        { newest: 100 },
        { wait: "1-9 of 100" },
        { keep: "gone" },
        { send: "'a" },
        { wait: "Mark a: its row is not kept any more" },
        { send: "q" },
        { exit: true },
      ]);
      const { before, after, gone } = outcome.kept;
      assert.deepEqual(after.lines.slice(0, 9), before.lines.slice(0, 9));
      assert.match(gone.lines[0], /n = number: 101\)$/);
    }));

  test(`${reader.name}: another recording in the file's place is said, and R shows it`, () =>
    withDatabase(100, (database) => {
      const outcome = play(reader, database, [
        { wait: "1-9 of 100" },
        { send: "G" },
        { wait: "92-100 of 100" },
        { file: "append" },
        { wait: "another recording is being added" },
        { traces: 10 },
        { wait: "92-100 of 110" },
        { send: "R" },
        { wait: "^ 92-100 of 110" },
        { file: "replace" },
        { wait: "a new recording has begun: R shows it" },
        { send: "k" },
        { wait: "91-99 of 110" },
        { traces: 3 },
        { send: "R" },
        { wait: "1-3 of 3 .*END" },
        { file: "remove" },
        { wait: "traces.sqlite is gone" },
        { send: "R" },
        { wait: "no traces found" },
        { send: "jk" },
        { wait: "1-3 of 3" },
        { send: "q" },
        { exit: true },
      ]);
      assertRestored(outcome);
      assert.equal(outcome.exitCode, 0);
    }));

  test(`${reader.name}: a file that was cut off is said, the terminal never taken over`, () =>
    withDatabase(20_000, (database) => {
      changeFile(database, "truncate");
      const outcome = play(reader, database, [{ exit: true }]);
      assert.equal(outcome.isCooked, true);
      assert.match(outcome.output, /cannot read .*traces\.sqlite/);
      assert.ok(!outcome.output.includes("\x1b[?1049h"));
      assert.equal(outcome.exitCode, 1);
    }));

  test(`${reader.name}: where the file is damaged, or cut off while it is open, that is said and the rest stays`, async () => {
    for (const what of ["damage", "truncate"] as const) {
      await withDatabase(20_000, (database) => {
        const outcome = play(reader, database, [
          { wait: "1-9 of 20000" },
          { file: what },
          { send: "60%" },
          { wait: "cannot read .*traces.sqlite" },
          { keep: "said" },
          { send: "q" },
          { exit: true },
        ]);
        assert.match(outcome.kept.said.lines[0], /n = number: 1\)$/);
        assertRestored(outcome);
        assert.equal(outcome.exitCode, 0);
      });
    }
  });
}
