import assert from "node:assert/strict";
import { test } from "node:test";
import { ColumnReader, ColumnWriter, joinColumns, splitColumns } from "./column.ts";

test("numbers are read as they were written, up to 2^53", () => {
  const numbers = [0, 1, 127, 128, 300, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5, 2 ** 40, Number.MAX_SAFE_INTEGER];
  const writer = new ColumnWriter();
  for (let i = 0; i < 2000; i++) for (const number of numbers) writer.add(number);
  const reader = new ColumnReader(writer.bytes);
  for (let i = 0; i < 2000; i++) for (const number of numbers) assert.equal(reader.next(), number);
  assert.ok(reader.isAtEnd);
  assert.equal(reader.next(), 0);
});

test("text is as long as its bytes, and a number can be replaced", () => {
  const writer = new ColumnWriter();
  assert.equal(writer.text("añ日😀"), 10);
  const at = writer.add(2);
  writer.replace(at, 1);
  assert.equal(new TextDecoder().decode(writer.bytes.subarray(0, 10)), "añ日😀");
  assert.equal(writer.bytes[at], 1);
});

test("columns are taken apart as they were put together", () => {
  const columns = [new Uint8Array([1, 2]), new Uint8Array(0), new Uint8Array(300).fill(7)];
  const split = splitColumns(joinColumns(columns), 3);
  assert.deepEqual(split.map((column) => [...column]), columns.map((column) => [...column]));
});
