import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { TstraceError } from "../errors.ts";
import { openReader } from "./reader.ts";
import { begin, row, withPath } from "./testing.ts";
import { openWriter } from "./writer.ts";

/** All files of the directory with their content, to see that nothing has changed. */
function snapshot(path: string): Record<string, string> {
  const directory = dirname(path);
  return Object.fromEntries(
    readdirSync(directory).sort().map((name) => [name, readFileSync(join(directory, name)).toString("base64")]),
  );
}

function refused(action: () => void, message: RegExp): void {
  assert.throws(action, (error: unknown) => {
    assert.ok(error instanceof TstraceError, String(error));
    assert.match(error.message, message);
    assert.ok(!error.message.includes("\n"));
    return true;
  });
}

function foreign(path: string, version = 0, application = 7): void {
  const db = new DatabaseSync(path);
  db.exec(`CREATE TABLE t (a); PRAGMA user_version = ${version}; PRAGMA application_id = ${application}`);
  db.close();
}

test("a new database and its companions can be read by their owner alone", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    writer.transaction((id) => writer.insert([row({ id })]));
    const names = readdirSync(dirname(path)).sort();
    assert.deepEqual(names, ["traces.sqlite", "traces.sqlite-shm", "traces.sqlite-wal"]);
    for (const name of names) assert.equal(statSync(join(dirname(path), name)).mode & 0o777, 0o600, name);
    writer.close();
    assert.deepEqual(readdirSync(dirname(path)), ["traces.sqlite"]);
  });
});

test("a new recording puts the ones before it aside and keeps five", () => {
  withPath((path) => {
    for (let n = 1; n <= 8; n++) begin(path, false, n);
    const started = ["", ".1", ".2", ".3", ".4", ".5"].map((number) => {
      const reader = openReader(path.replace(".sqlite", `${number}.sqlite`));
      const { startedMs } = reader;
      reader.close();
      return startedMs;
    });
    assert.deepEqual(started, [8, 7, 6, 5, 4, 3]);
    assert.equal(readdirSync(dirname(path)).length, 6);
  });
});

test("a reader that is open keeps its recording when the next one begins", () => {
  withPath((path) => {
    begin(path, false, 1);
    const writer = openWriter(path);
    writer.transaction((id) => writer.insert([row({ id }), row({ id: id + 1 })]));
    writer.close();
    const reader = openReader(path);
    begin(path, false, 2);
    assert.deepEqual(reader.from(1, 9).map((trace) => trace.id), [1, 2]);
    reader.close();
    const next = openReader(path);
    assert.equal(next.count(), 0);
    next.close();
  });
});

test("appending adds a recording and starts no new count of ids or time", () => {
  withPath((path) => {
    begin(path, true, 1000);
    const first = openWriter(path);
    first.transaction((id) => first.insert([row({ id })]));
    first.close();
    begin(path, true, 2000);
    const second = openWriter(path);
    assert.equal(second.startedMs, 1000);
    assert.equal(second.transaction((id) => id), 2);
    second.close();
    const reader = openReader(path);
    assert.deepEqual(reader.recordings().map((recording) => recording.startedMs), [1000, 2000]);
    reader.close();
    assert.deepEqual(readdirSync(dirname(path)), ["traces.sqlite"]);
  });
});

test("an empty file is taken as the place for the database", () => {
  withPath((path) => {
    writeFileSync(path, "", { mode: 0o644 });
    begin(path);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(dirname(path)), ["traces.sqlite"]);
  });
});

test("what an earlier database left beside the file is not read into the new one", () => {
  withPath((path) => {
    writeFileSync(`${path}-wal`, "junk");
    begin(path);
    assert.equal(existsSync(`${path}-wal`), false);
  });
});

test("what is no database of traces of this version is left alone with a clear line", () => {
  const cases: [make: (path: string) => void, message: RegExp][] = [
    [(path) => writeFileSync(path, "hello"), /it is not a database of traces, name another file with --db$/],
    [(path) => writeFileSync(path, "x".repeat(9000)), /it is not a database of traces, name another file with --db$/],
    [(path) => foreign(path), /is a database of another program/],
    [(path) => mkdirSync(path), /is a directory/],
  ];
  for (const [make, message] of cases) {
    withPath((path) => {
      make(path);
      const isDirectory = statSync(path).isDirectory();
      const before = isDirectory ? {} : snapshot(path);
      for (const append of [false, true]) refused(() => begin(path, append), message);
      refused(() => openReader(path), message);
      refused(() => openWriter(path), message);
      if (!isDirectory) assert.deepEqual(snapshot(path), before);
    });
  }
});

test("a database of another version is put aside, but neither read nor added to", () => {
  for (const [version, message] of [[99, /a newer tstrace wrote it/], [1, /an older tstrace wrote it/]] as const) {
    withPath((path) => {
      foreign(path, version, 0x74737472);
      const before = snapshot(path);
      refused(() => begin(path, true), message);
      refused(() => openReader(path), message);
      refused(() => openWriter(path), message);
      assert.deepEqual(snapshot(path), before);
      begin(path);
      openReader(path).close();
      refused(() => openReader(path.replace(".sqlite", ".1.sqlite")), message);
    });
  }
});

test("a file in the way of the earlier recordings is left alone when it is not ours", () => {
  withPath((path) => {
    begin(path);
    writeFileSync(path.replace(".sqlite", ".1.sqlite"), "my notes");
    const before = snapshot(path);
    refused(() => begin(path), /traces\.1\.sqlite: it is not a database of traces/);
    assert.deepEqual(snapshot(path), before);
  });
});

test("a database that another process records into is not put aside", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    const db = new DatabaseSync(path);
    db.exec(`UPDATE recordings SET pid = ${process.ppid}`);
    refused(() => begin(path), /is recording into it/);
    assert.deepEqual(readdirSync(dirname(path)).filter((name) => !/-/.test(name)), ["traces.sqlite"]);
    begin(path, true);
    db.exec("UPDATE recordings SET status = 'exit 0'");
    begin(path);
    db.close();
    writer.close();
  });
});

test("no database is said to be no traces", () => {
  withPath((path) => {
    refused(
      () => openReader(path),
      /^no traces found: .*traces\.sqlite does not exist, record some with tstrace run or name another file with --db$/,
    );
    assert.deepEqual(readdirSync(dirname(path)), []);
  });
});

test("a symbolic link is not written through", () => {
  withPath((path) => {
    const target = join(dirname(path), "elsewhere");
    symlinkSync(target, path);
    refused(() => begin(path), /symbolic link/);
    refused(() => openWriter(path), /symbolic link/);
    assert.equal(readlinkSync(path), target);
    assert.equal(existsSync(target), false);
  });
});

test("a directory that is not there or cannot be written is named", () => {
  refused(() => begin("/nowhere/at/all/traces.sqlite"), /there is no directory \/nowhere\/at\/all$/);
  refused(() => begin("/proc/traces.sqlite"), /^cannot write traces to \/proc\/traces\.sqlite: /);
});
