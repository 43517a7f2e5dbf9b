import assert from "node:assert/strict";
import { test } from "node:test";
import { type Key, KeyParser } from "./keys.ts";

function keys(...pieces: string[]): Key[] {
  const parser = new KeyParser();
  return [...pieces.flatMap((piece) => parser.push(new TextEncoder().encode(piece))), ...parser.flush()];
}

test("characters are themselves, also beyond ASCII", () => {
  assert.deepEqual(keys("aG é例👍"), ["a", "G", " ", "é", "例", "👍"]);
});

test("control characters have names", () => {
  assert.deepEqual(keys("\x01\x06\r\n\t\x7f\x08\x00\x1a"), [
    "ctrl-a",
    "ctrl-f",
    "enter",
    "enter",
    "tab",
    "backspace",
    "backspace",
    "ctrl-space",
    "ctrl-z",
  ]);
});

test("arrows and the keys around them are known in every terminal's way of sending them", () => {
  assert.deepEqual(keys("\x1b[A\x1bOB\x1b[H\x1bOF\x1b[1~\x1b[4~\x1b[5~\x1b[6~\x1b[3~\x1bOP\x1b[11~"), [
    ..."up down home end home end pageup pagedown delete f1 f1".split(" "),
  ]);
});

test("modifiers stand in front", () => {
  assert.deepEqual(keys("\x1b[1;2C\x1b[1;5D\x1b[1;3A\x1b[6;5~\x1b[c\x1bx\x1b\x7f\x1b[102;5u"), [
    ..."shift-right ctrl-left alt-up ctrl-pagedown shift-right alt-x alt-backspace ctrl-f".split(" "),
  ]);
});

test("a sequence may come in any pieces", () => {
  const text = "é\x1b[1;5D例\x1bOA";
  const bytes = new TextEncoder().encode(text);
  for (let size = 1; size <= bytes.length; size++) {
    const parser = new KeyParser();
    const found: Key[] = [];
    for (let i = 0; i < bytes.length; i += size) found.push(...parser.push(bytes.subarray(i, i + size)));
    assert.deepEqual(found, ["é", "ctrl-left", "例", "up"], `pieces of ${size} bytes`);
    assert.equal(parser.isWaiting, false);
  }
});

test("a lone Escape is a key once nothing follows it", () => {
  const parser = new KeyParser();
  assert.deepEqual(parser.push(new Uint8Array([0x1b])), []);
  assert.equal(parser.isWaiting, true);
  assert.deepEqual(parser.flush(), ["escape"]);
  assert.equal(parser.isWaiting, false);
  assert.deepEqual(keys("\x1b\x1b"), ["escape", "escape"]);
  assert.deepEqual(keys("\x1b["), ["alt-["]);
});

test("mouse reports, replies and strings of the terminal type nothing", () => {
  const noise = [
    "\x1b[<0;12;7M",
    "\x1b[<0;12;7m",
    "\x1b[M !!",
    "\x1b[?1;2c",
    "\x1b[12;40R",
    "\x1b]11;rgb:ffff/ffff/ffff\x07",
    "\x1b]11;rgb:0/0/0\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1b[201~",
    "\x1b[I",
    "\x1b[99999999999u",
  ];
  assert.deepEqual(keys(`${noise.join("")}q`), ["q"]);
});

test("a sequence that is broken off does not swallow what follows", () => {
  assert.deepEqual(keys("\x1b[12\x1b[Aj"), ["up", "j"]);
  assert.deepEqual(keys("\x1b[1\rq"), ["enter", "q"]);
});

test("bytes that are no text do no harm", () => {
  const parser = new KeyParser();
  const found = parser.push(new Uint8Array([0xff, 0xc3, 0x28, 0x71]));
  assert.equal(found.at(-1), "q");
});

test("a pasted text is one key, however it comes and whatever it holds", () => {
  assert.deepEqual(keys("a\x1b[200~q\x1b[A\rx\x1b[201~b"), ["a", "paste:q\x1b[A\rx", "b"]);
  assert.deepEqual(keys("\x1b[20", "0~one ", "two\x1b[20", "1~"), ["paste:one two"]);
  const parser = new KeyParser();
  parser.push(new TextEncoder().encode("\x1b[200~one"));
  assert.deepEqual(parser.flush(), []);
  assert.deepEqual(parser.push(new TextEncoder().encode(" two\x1b[201~")), ["paste:one two"]);
});

test("of the mouse only the wheel is a key", () => {
  assert.deepEqual(keys("\x1b[<64;10;5M\x1b[<65;1;1Mj"), ["wheelup", "wheeldown", "j"]);
  assert.deepEqual(keys("\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<35;1;2M"), []);
});
