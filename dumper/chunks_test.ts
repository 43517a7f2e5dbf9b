import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { attachRing, type Chunk } from "../ring/mod.ts";
import { ChunkQueue } from "./chunks.ts";
import { Spill } from "./spill.ts";
import { int, TestWriter } from "./test_writer.ts";

test("chunks in memory and on disk are looked at ahead, and still there when they are read", () => {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-chunks-"));
  try {
    const spill = new Spill(join(directory, "spill"));
    const writer = new TestWriter();
    const reader = attachRing(writer.buffer)!;
    const queue = new ChunkQueue(reader);
    const contents: string[] = [];
    const content = ({ bytes, length }: Chunk): string => String(bytes.subarray(0, length));
    for (let n = 0; n < 40; n++) {
      writer.call(0, 0, [int(n)]);
      writer.publish();
      const chunk = reader.take(false)!;
      contents.push(content(chunk));
      queue.add(chunk, n % 2 === 0 ? spill : undefined);
    }
    const look = (): string => {
      const chunk = queue.look();
      const text = content(chunk);
      queue.looked(chunk);
      return text;
    };
    for (const expected of contents.slice(0, 30)) assert.equal(look(), expected);
    for (const expected of contents.slice(0, 25)) assert.equal(content(queue.next()!), expected);
    queue.mark();
    queue.next();
    queue.rewind();
    for (const expected of contents.slice(25, 30)) assert.equal(content(queue.next()!), expected);
    // What was read already is looked at as it is.
    assert.equal(content(queue.next()!), contents[30]);
    for (const expected of contents.slice(30)) assert.equal(look(), expected);
    assert.ok(!queue.hasAhead);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
