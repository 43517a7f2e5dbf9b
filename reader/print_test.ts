import assert from "node:assert/strict";
import { test } from "node:test";
import type { StoreReader, Trace } from "../store/mod.ts";
import { printJson, printText } from "./print.ts";
import { args, rows, sourceOf, STARTED_MS, trace } from "./testing.ts";

function readerOf(traces: Trace[]): StoreReader {
  const source = sourceOf(traces);
  return {
    ...source,
    path: "traces.sqlite",
    startedMs: STARTED_MS,
    recordings: () => [],
    modules: () => ["/src/cart.ts"],
    threads: () => [{ pid: 1234, tid: 1 }],
    data: () => null,
    close: () => {},
  };
}

function printed(print: typeof printText, traces: Trace[], limit?: number): string[] {
  let text = "";
  print(readerOf(traces), { limit, colour: false }, (piece) => {
    text += piece;
    return true;
  });
  assert.ok(text === "" || text.endsWith("\n"));
  return text.split("\n").slice(0, -1);
}

test("text is a line a trace, uncut, however many there are", () => {
  const value = `"${"x".repeat(500)}"`;
  const lines = printed(printText, [...rows(4999), trace({ id: 5000, args: args(["s", value, "string"]) })]);
  assert.equal(lines.length, 5000);
  assert.match(
    lines[41],
    /^2026\/11\/23 10:07:04,000041 {2}1234\/1 {2}src\/cart\.ts:12 .*--> Cart\.total\(n = number: 42\)$/,
  );
  assert.ok(lines[4999].endsWith(`${value})`));
});

test("a limit takes the oldest", () => {
  assert.equal(printed(printText, rows(5000), 2500).length, 2500);
  assert.deepEqual(printed(printJson, rows(10), 2).map((line) => JSON.parse(line).id), [1, 2]);
  assert.deepEqual(printed(printText, [], 2), []);
  assert.deepEqual(printed(printText, rows(3), 0), []);
});

test("JSON has every field, in the order that is documented", () => {
  const [line] = printed(printJson, [trace({ id: 7, call: 7, parent: 3, args: args(["rate", "0.2", "number"]) })]);
  const { time, ...rest } = JSON.parse(line);
  assert.match(time, /^2026-11-2\dT\d\d:\d\d:04\.000041000Z$/);
  assert.deepEqual(rest, {
    id: 7,
    kind: "call",
    at: 41000,
    pid: 1234,
    tid: 1,
    depth: 0,
    module: "src/cart.ts",
    func: "Cart.total",
    line: 12,
    call: 7,
    parent: 3,
    args: [{ name: "rate", type: "number", value: "0.2" }],
  });
  assert.match(
    line,
    /^\{"id":7,"kind":"call","time":".*","at":.*"pid":.*"tid":.*"depth":.*"module":.*"func":.*"line":/,
  );
});

test("leaves have a duration and lost records their number", () => {
  const [leave, lost] = printed(printJson, [
    trace({ kind: 1, duration: 52_000 }),
    trace({ id: 2, kind: 4, lost: 9, func: null, module: null, line: null, call: null }),
  ]).map((line) => JSON.parse(line));
  assert.deepEqual([leave.kind, leave.duration, leave.lost], ["return", 52_000, undefined]);
  assert.deepEqual([lost.kind, lost.lost, lost.func, lost.module, lost.call], ["overflow", 9, null, null, null]);
});

test("printing ends when nobody reads any more", () => {
  let pieces = 0;
  printText(readerOf(rows(10_000)), { colour: false }, () => ++pieces < 2);
  assert.equal(pieces, 2);
});
