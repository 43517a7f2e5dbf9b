import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cacheDirectory, unpack } from "./artefacts.ts";

const content = new TextEncoder().encode("exports.start = () => {};\n");
const hash = createHash("sha256").update(content).digest("hex");

test("a file is unpacked once, kept while it is whole, and mended when it is not", () => {
  const base = mkdtempSync(join(tmpdir(), "tstrace-unpack-"));
  const directory = join(base, "cache", "files");
  try {
    let reads = 0;
    const file = { name: "hook.cjs", hash, read: () => (reads++, content) };
    const path = unpack(file, directory);
    assert.equal(statSync(directory).mode & 0o777, 0o700);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(unpack(file, directory), path);
    assert.equal(reads, 1);
    writeFileSync(path, "something else");
    assert.equal(unpack(file, directory), path);
    assert.equal(reads, 2);
    assert.deepEqual(new Uint8Array(readFileSync(path)), content);
    assert.equal(readdirSync(directory).length, 1);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});

test("the cache directory follows XDG_CACHE_HOME, where that is absolute", () => {
  assert.equal(cacheDirectory({ XDG_CACHE_HOME: "/c" }), "/c/tstrace");
  assert.match(`${cacheDirectory({ XDG_CACHE_HOME: "relative" })}`, /\.cache\/tstrace$/);
  assert.match(`${cacheDirectory({})}`, /\.cache\/tstrace$/);
});
