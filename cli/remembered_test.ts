import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { recall, remember } from "./remembered.ts";

/** Runs `body` with a cache of its own. */
function withCache(body: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-remembered-"));
  const { XDG_CACHE_HOME: before } = process.env;
  process.env.XDG_CACHE_HOME = directory;
  try {
    body(directory);
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
    rmSync(directory, { recursive: true });
  }
}

test("what is remembered is recalled, the newest of it", () =>
  withCache((directory) => {
    assert.equal(recall("things", "a"), undefined);
    remember("things", "a", "1");
    remember("things", "b", "2");
    remember("others", "a", "3");
    remember("things", "a", "4");
    assert.deepEqual([recall("things", "a"), recall("things", "b"), recall("others", "a")], ["4", "2", "3"]);
    const file = join(directory, "tstrace", "things.json");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    for (let n = 0; n < 300; n++) remember("things", `key ${n}`, String(n));
    assert.equal(Object.keys(JSON.parse(readFileSync(file, "utf8"))).length, 200);
    assert.deepEqual([recall("things", "key 299"), recall("things", "a")], ["299", undefined]);
  }));

test("a cache that makes no sense is made anew, and one that cannot be written does not matter", () =>
  withCache((directory) => {
    remember("things", "a", "1");
    for (const nonsense of ["", "{", "[1]", "null", '{"x":{}}']) {
      writeFileSync(join(directory, "tstrace", "things.json"), nonsense);
      assert.equal(recall("things", "a"), undefined);
      remember("things", "a", "2");
      assert.equal(recall("things", "a"), "2");
    }
    process.env.XDG_CACHE_HOME = join(directory, "tstrace", "things.json");
    remember("things", "b", "5");
    assert.equal(recall("things", "b"), undefined);
  }));
