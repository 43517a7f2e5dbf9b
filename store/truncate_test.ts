import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { openReader } from "./reader.ts";
import { begin, row, withPath } from "./testing.ts";
import { openWriter } from "./writer.ts";

function onDisk(path: string): number {
  return ["", "-wal", "-shm"].reduce(
    (sum, end) => sum + (statSync(path + end, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

for (const megabytes of [1, 3]) {
  test(`a database of ${megabytes} MB at most takes no more at any time, and is used to the half at least`, () => {
    withPath((path) => {
      begin(path);
      const maxBytes = megabytes << 20;
      const writer = openWriter(path, undefined, maxBytes);
      const reader = openReader(path);
      let [largest, next] = [0, 1];
      for (let round = 0; round < 150; round++) {
        writer.transaction((id) => {
          next = id;
          while (!writer.isCrowded) {
            // Rows of other lengths as time goes on.
            const args = "x".repeat(round < 75 ? 30 : 900);
            writer.insert(Array.from({ length: 20 }, (_, i) => row({ id: next + i, args, data: new Uint8Array(i) })));
            next += 20;
          }
          writer.truncate(0);
        });
        largest = Math.max(largest, onDisk(path));
        assert.equal(reader.last(), next - 1);
      }
      assert.ok(largest <= maxBytes, `${largest} bytes`);
      assert.ok(largest >= maxBytes / 2, `${largest} bytes`);
      assert.ok(reader.count() * 900 > maxBytes / 4, `${reader.count()} traces kept`);
      reader.close();
      writer.close();
    });
  });
}

test("truncation cuts where a call begins, if there is one near", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    writer.transaction((id) => {
      // A call every ten traces, with what it does.
      const rows = Array.from({ length: 2000 }, (_, i) => {
        return row({ id: id + i, depth: i % 10, kind: i % 10 === 9 ? 1 : 0, call: id + i });
      });
      writer.insert(rows);
      writer.truncate(995);
    });
    const reader = openReader(path);
    assert.equal(reader.from(0, 1)[0].depth, 0);
    assert.ok(reader.count() >= 995 && reader.count() <= 995 * (1 + 1 / 64), `${reader.count()} kept`);
    reader.close();
    writer.close();
  });
});
