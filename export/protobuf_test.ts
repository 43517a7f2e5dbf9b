import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageWriter } from "./protobuf.ts";

test("what is written, a reader of protobuf reads", () => {
  const writer = new MessageWriter();
  const long = "日本".repeat(40_000);
  for (const number of [0, 127, 128, 2 ** 31, Number.MAX_SAFE_INTEGER]) writer.uint(1, number);
  writer.fixed64(2, 0xfffffffe, 0x12345678);
  writer.text(3, "ä".repeat(41));
  writer.text(3, long);
  const begun = writer.begin(4);
  writer.double(5, -0.5);
  writer.end(begun);
  const reader = new BinaryReader(writer.written);
  for (const number of [0, 127, 128, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
    assert.deepEqual(reader.tag(), [1, WireType.Varint]);
    assert.equal(Number(reader.uint64()), number);
  }
  assert.deepEqual(reader.tag(), [2, WireType.Bit64]);
  assert.equal(BigInt(reader.fixed64()), 0x12345678fffffffen);
  reader.tag();
  assert.equal(reader.string(), "ä".repeat(41));
  reader.tag();
  assert.equal(reader.string(), long);
  assert.deepEqual(reader.tag(), [4, WireType.LengthDelimited]);
  const inner = new BinaryReader(reader.bytes());
  assert.deepEqual([inner.tag(), inner.double()], [[5, WireType.Bit64], -0.5]);
  assert.equal(reader.pos, reader.len);
});
