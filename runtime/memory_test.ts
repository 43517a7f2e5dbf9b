import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";
import { currentRuntime } from "./select.ts";

const library = new URL("../dist/koffi.node", import.meta.url).pathname;
const linux = { skip: process.platform !== "linux" };

test("an empty file gets its length at a word, and can be mapped and given back", linux, () => {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-memory-"));
  const path = join(directory, "ring");
  const runtime = currentRuntime();
  try {
    writeFileSync(path, "");
    assert.equal(runtime.reserveFile(path, 1 << 16, library), true);
    assert.deepEqual(readFileSync(path), Buffer.alloc(1 << 16));
    const mapped = new Uint8Array(runtime.mapFile(path, 1 << 16, library)!);
    mapped.fill(7);
    assert.deepEqual(readFileSync(path), Buffer.alloc(1 << 16, 7));
    runtime.freeFile(path, 1 << 16, library);
    assert.deepEqual(mapped, new Uint8Array(1 << 16));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("a file that is not there, or has no room, is not reserved", linux, () => {
  const runtime = currentRuntime();
  assert.equal(runtime.reserveFile("/nowhere/ring", 1 << 16, library), false);
  assert.equal(runtime.reserveFile("/dev/null", 1 << 16, library), false);
});
