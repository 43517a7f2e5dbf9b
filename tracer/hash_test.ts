import assert from "node:assert/strict";
import test from "node:test";
import { fingerprint } from "./hash.ts";

test("a fingerprint is 32 hexadecimal digits, and the same every time", () => {
  for (const text of ["", "x", "function f() {}", "\u{1f600}".repeat(100)]) {
    assert.match(fingerprint(text), /^[0-9a-f]{32}$/);
    assert.equal(fingerprint(text), fingerprint(text));
  }
});

test("texts that differ in one place have fingerprints with nothing in common", () => {
  const text = "export const answer = 42;\n".repeat(20);
  const seen = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    for (const unit of ["\0", "x", "\u00e9", "\u4e2d", "\ud83d"]) {
      const print = fingerprint(text.slice(0, at) + unit + text.slice(at + 1));
      seen.forEach((words, i) => words.add(print.slice(i * 8, i * 8 + 8)));
      count++;
    }
  }
  // 2600 words of 32 bits: two that are the same by chance are one in a thousand.
  for (const words of seen) assert.ok(words.size >= count - 21, `${count - words.size} words came twice`);
});

test("what stands at the end of a text counts, and how long it is", () => {
  const prints = new Set<string>();
  for (let length = 0; length < 40; length++) {
    prints.add(fingerprint("\0".repeat(length)));
    prints.add(fingerprint("a".repeat(length) + "b"));
    prints.add(fingerprint("b" + "a".repeat(length)));
  }
  // "b" alone was made twice.
  assert.equal(prints.size, 119);
});
