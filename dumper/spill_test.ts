import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Spill, type SpilledPart } from "./spill.ts";

/** Bytes of a part. */
const PART = 1 << 12;

function inDirectory(body: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-spill-"));
  try {
    body(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test("what was spilled is read back, in any order, and leaves no file behind", () =>
  inDirectory((directory) => {
    const spill = new Spill(join(directory, "spill"), 64 * PART);
    for (let round = 0; round < 3; round++) {
      const parts: SpilledPart[] = [];
      for (let i = 0; i < 90; i++) parts.push(spill.write(new Uint8Array(PART).fill(i))!);
      assert.deepEqual(readdirSync(directory), []);
      assert.equal(new Set(parts.map(({ segment }) => segment)).size, 2);
      for (let i = 0; i < 90; i++) {
        const index = i * 7 % 90;
        const bytes = spill.read(parts[index], new Uint8Array(parts[index].length));
        assert.ok(bytes.length === PART && bytes.every((byte) => byte === index));
      }
    }
  }));

test("where nothing can be written nothing is spilled", () =>
  inDirectory((directory) => {
    assert.equal(new Spill(join(directory, "no", "spill")).write(new Uint8Array(5)), undefined);
  }));
