import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { CodeCache } from "./cache.ts";
import type { MappedModule } from "./modules.ts";

function entry(code: string): MappedModule {
  const rest = { functions: [], slots: [], inserted: [], names: [], assets: [], mappings: "", probes: "$tstrace" };
  return { code, kind: "module", plain: false, ...rest };
}

/** Gives `body` an empty directory, and what is cached in it. */
function inDirectory(body: (directory: string, entries: () => string[]) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-cache-"));
  try {
    body(directory, () => readdirSync(directory).filter((name) => name.endsWith(".json")));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const fail = (): never => assert.fail("it was made again");

test("What was made once is kept, for its source and kind alone", () =>
  inDirectory((directory) => {
    const made = entry("x();");
    assert.deepEqual(new CodeCache(directory).get("x()", "js", () => made), made);
    assert.deepEqual(new CodeCache(directory).get("x()", "js", fail), made);
    assert.equal(new CodeCache(directory).get("x()", "ts", () => entry("other")).code, "other");
    assert.equal(new CodeCache(directory).get("y()", "js", () => entry("y")).code, "y");
  }));

test("What another build of the instrumenter made is made anew", () =>
  inDirectory((directory) => {
    const build = (name: string): CodeCache => new CodeCache(directory, 1000, name);
    build("one").get("x()", "js", () => entry("made by one"));
    assert.equal(build("two").get("x()", "js", () => entry("made by two")).code, "made by two");
    assert.equal(build("one").get("x()", "js", fail).code, "made by one");
  }));

test("A damaged entry is made anew", () =>
  inDirectory((directory, entries) => {
    const cache = new CodeCache(directory);
    cache.get("x()", "js", () => entry("first"));
    const path = join(directory, entries()[0]);
    const text = readFileSync(path, "utf8");
    for (const damaged of [text.slice(0, -2), text.replace("first", "worse"), "", "{}"]) {
      writeFileSync(path, damaged);
      assert.equal(cache.get("x()", "js", () => entry("first")).code, "first");
      assert.equal(readFileSync(path, "utf8"), text);
    }
  }));

test("Where nothing can be kept all goes on", () => {
  assert.equal(new CodeCache("").get("x()", "js", () => entry("x")).code, "x");
  assert.equal(new CodeCache("/dev/null/no").get("x()", "js", () => entry("x")).code, "x");
});

test("The cache stays within its limit, and the oldest entries go", () =>
  inDirectory((directory, entries) => {
    const limit = 20_000;
    const fill = (from: number, to: number): void => {
      const cache = new CodeCache(directory, limit);
      for (let i = from; i < to; i++) {
        cache.get(`x(${i})`, "js", () => entry("y".repeat(800)));
        const newest = entries().map((name) => join(directory, name));
        for (const path of newest) if (!seen.has(path)) utimesSync(path, i, i);
        for (const path of newest) seen.add(path);
      }
    };
    const seen = new Set<string>();
    fill(0, 100);
    assert.ok(entries().length < 25, `${entries().length} entries`);
    assert.equal(new CodeCache(directory, limit).get("x(99)", "js", fail).code.length, 800);
    new CodeCache(directory, limit).get("x(1)", "js", () => entry("made again"));
  }));

test("A process does not look through a cache that another has just looked through", () =>
  inDirectory((directory, entries) => {
    new CodeCache(directory, 100).get("a", "js", () => entry("a"));
    new CodeCache(directory, 100_000).get("b", "js", () => entry("b"));
    new CodeCache(directory, 100_000).get("c", "js", () => entry("c"));
    const unfinished = join(directory, "d.json.1.tmp");
    writeFileSync(unfinished, "");
    utimesSync(unfinished, 1, 1);
    new CodeCache(directory, 100_000).get("d", "js", () => entry("d"));
    assert.ok(readdirSync(directory).includes("d.json.1.tmp"));
    utimesSync(join(directory, "tidied"), 1, 1);
    new CodeCache(directory, 100_000).get("e", "js", () => entry("e"));
    assert.ok(!readdirSync(directory).includes("d.json.1.tmp"));
    assert.ok(entries().length >= 4);
  }));
