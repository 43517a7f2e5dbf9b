/** `tstrace list`, and recordings opened by their number. */
import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createDatabase, finishRecording } from "../store/mod.ts";
import { addTraces, makeDatabase } from "./reader_database.ts";
import { inDirectory, runTstrace } from "./runtimes.ts";

/** Three recordings with 3, 2 and 1 traces, the newest first. */
function makeRecordings(directory: string): void {
  const path = join(directory, "traces.sqlite");
  for (const count of [1, 2, 3]) {
    makeDatabase(path);
    addTraces(path, count);
    finishRecording(path, { endedMs: 1795428425000, status: "exited 0" });
  }
}

test("recordings are listed, the newest first, and opened by number", () =>
  inDirectory((cwd) => {
    makeRecordings(cwd);
    const { stdout, stderr, status } = runTstrace(["list"], { cwd });
    assert.deepEqual([stderr, status], ["", 0]);
    const lines = stdout.trimEnd().split("\n");
    assert.equal(lines.length, 5);
    assert.match(lines[0], /^number {2}began +traces {2}lost +size {2}command {2}ended$/);
    lines.slice(2).forEach((line, i) => {
      assert.match(
        line,
        new RegExp(`^ +${i}  2026/11/2\\d \\d\\d:\\d\\d:04 +${3 - i} +0 +\\d+ kB  main.ts +exited 0$`),
      );
    });
    const rows = runTstrace(["list", "--json"], { cwd }).stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(rows.map(({ number, traces, status }) => [number, traces, status]), [
      [0, 3, "exited 0"],
      [1, 2, "exited 0"],
      [2, 1, "exited 0"],
    ]);
    for (const words of [["2"], ["read", "2"], ["traces.2.sqlite"], ["read", "traces.2.sqlite"]]) {
      assert.equal(runTstrace(words, { cwd }).stdout.trimEnd().split("\n").length, 1, words.join(" "));
    }
    assert.equal(runTstrace([], { cwd }).stdout.trimEnd().split("\n").length, 3);
    const missing = runTstrace(["read", "7"], { cwd });
    assert.deepEqual([missing.status, missing.stderr], [
      2,
      "tstrace: there is no recording 7 of traces.sqlite: there are numbers 0, 1, 2, see tstrace list\n",
    ]);
  }));

test("recordings added to a file have a line each, and what cannot be read says why", () =>
  inDirectory((cwd) => {
    makeRecordings(cwd);
    const path = join(cwd, "traces.sqlite");
    createDatabase(path, { command: "again.ts", cwd: "/", startedMs: 1795428430000, append: true });
    addTraces(path, 4);
    writeFileSync(join(cwd, "traces.1.sqlite"), "no database");
    copyFileSync(join(cwd, "traces.2.sqlite"), join(cwd, "other.sqlite"));
    const { stdout, status } = runTstrace(["list", "--json"], { cwd });
    const rows = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.equal(status, 0);
    assert.deepEqual(rows.map((row) => [row.number, row.command, row.traces]), [
      [0, "again.ts", 4],
      [0, "main.ts", 3],
      [1, null, null],
      [2, "main.ts", 1],
    ]);
    assert.match(rows[2].status, /is not a database/);
    assert.match(runTstrace(["list", "--db", "none.sqlite"], { cwd }).stderr, /none\.sqlite does not exist/);
  }));
