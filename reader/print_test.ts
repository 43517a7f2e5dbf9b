import assert from "node:assert/strict";
import { test } from "node:test";
import type { Trace } from "../store/mod.ts";
import type { Filter } from "../filter/mod.ts";
import { printCsv, printJson, type PrintOptions, type PrintSource, printText } from "./print.ts";
import { args, rows, sourceOf, STARTED_MS, trace } from "./testing.ts";

function readerOf(traces: Trace[]): PrintSource {
  const source = sourceOf(traces);
  return {
    ...source,
    startedMs: STARTED_MS,
    recordings: () => [],
    modules: () => ["/src/cart.ts"],
    threads: () => [{ pid: 1234, tid: 1 }],
    isRecording: () => false,
  };
}

function printed(print: typeof printText, traces: Trace[], limit?: number, options: PrintOptions = {}): string[] {
  let text = "";
  print(readerOf(traces), { limit, colour: false, ...options }, (piece) => {
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

test("the newest come first where that is asked for", () => {
  const all = printed(printJson, rows(5000), undefined, { reverse: true }).map((line) => JSON.parse(line).id);
  assert.deepEqual(all, rows(5000).map(({ id }) => id).reverse());
  assert.deepEqual(printed(printJson, rows(5000), 2, { reverse: true }).map((line) => JSON.parse(line).id), [
    5000,
    4999,
  ]);
});

test("columns are printed alone and in their order", () => {
  const traces = [
    trace({ kind: 1, duration: 52_000, args: args(["return value", '"a,b"', "string"]) }),
    trace({ func: null }),
  ];
  const columns = ["func", "duration", "args"] as const;
  assert.deepEqual(printed(printText, traces, undefined, { columns }), [
    'Cart.total\t52000\treturn value = "a,b"',
    "\t\t",
  ]);
  assert.deepEqual(printed(printCsv, traces, undefined, { columns }), [
    "func,duration,args",
    'Cart.total,52000,"return value = ""a,b"""',
    ",,",
  ]);
  assert.deepEqual(Object.keys(JSON.parse(printed(printJson, traces, undefined, { columns })[0])), columns);
  assert.match(printed(printText, traces, 1, { columns: ["time"] })[0], /^2026\/11\/23 10:07:04,000041$/);
});

test("CSV begins with the names of all columns", () => {
  const [names, line] = printed(printCsv, [trace()]);
  assert.equal(names, "id,kind,time,at,pid,tid,depth,module,func,line,call,parent,args,duration,lost");
  assert.match(line, /^1,call,2026-11-2\dT[^,]*Z,41000,1234,1,0,src\/cart\.ts,Cart\.total,12,1,,,,$/);
});

test("a filter decides what is printed", () => {
  const traces = rows(10);
  const filter = {
    *chunks({ from, reverse }: { from?: number; reverse?: boolean } = {}) {
      const found = traces.filter(({ id }) => id % 5 === 0 && (reverse ? id < (from ?? 11) : id >= (from ?? 0)));
      yield reverse ? found.reverse() : found;
    },
  } as unknown as Filter;
  assert.deepEqual(printed(printJson, traces, undefined, { filter }).map((line) => JSON.parse(line).id), [5, 10]);
  const newest = printed(printJson, traces, undefined, { filter, reverse: true });
  assert.deepEqual(newest.map((line) => JSON.parse(line).id), [10, 5]);
});

test("following goes on until the recording has ended, and misses nothing", () => {
  const traces = rows(3);
  let polls = 0;
  const source = readerOf(traces);
  const growing: PrintSource = {
    ...source,
    from: (id, n) => sourceOf(traces).from(id, n),
    last: () => traces.length,
    isRecording() {
      traces.push(...rows(2, traces.length + 1));
      return ++polls < 3;
    },
  };
  let text = "";
  const count = printJson(growing, { follow: true }, (piece) => {
    text += piece;
    return true;
  });
  assert.equal(count, 9);
  assert.deepEqual(text.trim().split("\n").map((line) => JSON.parse(line).id), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(polls, 3);
});
