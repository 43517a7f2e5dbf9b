import assert from "node:assert/strict";
import { test } from "node:test";
import { plainText, type Segment } from "./segment.ts";
import { clip, keepEnd, widthOf } from "./width.ts";

function segments(...texts: string[]): Segment[] {
  return texts.map((text) => ({ text, style: "plain" }));
}

function clipped(offset: number, columns: number, ...texts: string[]): string {
  return plainText(clip(segments(...texts), offset, columns));
}

test("wide characters, emoji and combining marks have the width that terminals give them", () => {
  assert.deepEqual(["abc", "例え", "👍", "👩‍👩‍👧", "e\u0301"].map(widthOf), [3, 4, 2, 2, 1]);
});

test("what fits is not cut", () => {
  assert.equal(clipped(0, 6, "abc", "def"), "abcdef");
  assert.equal(clipped(2, 4, "abc", "def"), "cdef");
  assert.equal(clipped(0, 4, "例え"), "例え");
});

test("what does not fit ends in a mark in the last column", () => {
  assert.equal(clipped(0, 5, "abc", "def"), "abcd…");
  assert.equal(clipped(0, 3, "abc", "def"), "ab…");
  assert.equal(clipped(0, 4, "abc", "def"), "abc…");
  assert.equal(clipped(1, 3, "a", "b", "c", "d", "e"), "bc…");
  assert.equal(clipped(0, 1, "ab"), "…");
});

test("a wide character that is cut in two leaves a space", () => {
  assert.equal(clipped(0, 4, "例えば"), "例 …");
  assert.equal(clipped(1, 4, "例えa"), " えa");
  assert.equal(clipped(0, 3, "a例", "bc"), "a …");
});

test("nothing is wider than the screen, wherever it is cut", () => {
  const row = segments("2026 ", "例え👍", "x\u0301y", "", "long".repeat(5), "👩‍👩‍👧");
  const whole = widthOf(plainText(row));
  for (let columns = 1; columns < whole + 2; columns++) {
    for (let offset = 0; offset <= whole; offset++) {
      const width = widthOf(plainText(clip(row, offset, columns)));
      const expected = Math.min(columns, whole - offset);
      assert.equal(width, expected, `${columns} columns from ${offset}`);
    }
  }
});

test("a path keeps its end", () => {
  assert.equal(keepEnd("src/cart.ts", 11), "src/cart.ts");
  assert.equal(keepEnd("src/cart.ts", 8), "…cart.ts");
});
