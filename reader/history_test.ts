import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { History, historyPath } from "./history.ts";

function withDirectory(body: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-history-"));
  try {
    body(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test("the file lies in the user's state directory", () => {
  assert.equal(historyPath({ XDG_STATE_HOME: "/s" }), "/s/tstrace/history");
  assert.match(historyPath({ XDG_STATE_HOME: "relative" }), /\/\.local\/state\/tstrace\/history$/);
});

test("what was entered is there in the next run, for the same kind of prompt, each once", () =>
  withDirectory((directory) => {
    const path = join(directory, "deep", "history");
    const first = new History(path);
    for (const text of ["one", "two", "one", " ", "a\tb"]) first.add("/", text);
    first.add("&", "func == 'x'");
    const next = new History(path);
    assert.deepEqual(next.list("/"), ["two", "one", "a\tb"]);
    assert.deepEqual(next.list("?"), next.list("/"));
    assert.deepEqual(next.list("&"), ["func == 'x'"]);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(join(directory, "deep")).mode & 0o777, 0o700);
  }));

test("readers that run at once see what the others entered when they look again", () =>
  withDirectory((directory) => {
    const path = join(directory, "history");
    const [one, two] = [new History(path), new History(path)];
    one.add("/", "a");
    assert.deepEqual(two.list("/"), ["a"]);
    one.add("/", "b");
    two.refresh();
    assert.deepEqual(two.list("/"), ["a", "b"]);
    two.add("/", "c");
    one.refresh();
    assert.deepEqual(one.list("/"), ["a", "b", "c"]);
  }));

test("it does not grow for ever, and what is too long is left out", () =>
  withDirectory((directory) => {
    const path = join(directory, "history");
    const history = new History(path);
    for (let i = 0; i < 300; i++) history.add("/", `${i} ${"x".repeat(1000)}`);
    history.add("/", "y".repeat(5000));
    assert.ok(statSync(path).size <= 256 * 1024);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.match(new History(path).list("/").at(-1) ?? "", /^299 x/);
  }));

test("a file that cannot be read or written, or that holds anything, hinders nothing", () =>
  withDirectory((directory) => {
    const path = join(directory, "history");
    mkdirSync(path);
    const history = new History(path);
    history.add("/", "kept here");
    assert.deepEqual(history.list("/"), ["kept here"]);
    rmSync(path, { recursive: true });
    writeFileSync(path, "\n\t\n/\t\nno tab\n/\tgood\n\0\xff");
    assert.deepEqual(new History(path).list("/"), ["good"]);
    assert.ok(readFileSync(path).length > 0);
  }));
