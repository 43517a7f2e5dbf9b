import assert from "node:assert/strict";
import { test } from "node:test";
import { Sink } from "./sink.ts";

test("everything arrives, in order and in large pieces", () => {
  const pieces: string[] = [];
  const sink = new Sink((bytes) => void pieces.push(new TextDecoder().decode(bytes)));
  let expected = "";
  for (let i = 0; i < 50_000; i++) {
    sink.text(`line ${i}, ä\n`);
    expected += `line ${i}, ä\n`;
  }
  sink.bytes(new Uint8Array(1 << 20).fill(65));
  sink.text("end");
  sink.end();
  expected += `${"A".repeat(1 << 20)}end`;
  assert.equal(pieces.join(""), expected);
  assert.ok(pieces.length < 12);
  assert.equal(sink.length, new TextEncoder().encode(expected).length);
});
