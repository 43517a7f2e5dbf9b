import assert from "node:assert/strict";
import { test } from "node:test";
import { writeUtf8 } from "./utf8.ts";

test("short and long texts become the same bytes as an encoder makes of them", () => {
  for (const unit of ["a", "é", "日", "😀", "a\ud800b", "ab日cd"]) {
    for (const count of [0, 1, 20, 95, 96, 97, 300]) {
      const text = `x${unit.repeat(count)}`;
      const bytes = new Uint8Array(text.length * 3 + 7);
      const length = writeUtf8(bytes, 7, text);
      assert.deepEqual([...bytes.subarray(7, 7 + length)], [...new TextEncoder().encode(text)]);
    }
  }
});
