import assert from "node:assert/strict";
import { test } from "node:test";
import { createFilter } from "../filter/mod.ts";
import { type CallNode, correctTree, readCallTree } from "./call_tree.ts";
import { type Caller, readCallers } from "./callers.ts";
import { chooseCalls } from "./chosen.ts";
import { currentRange } from "./range.ts";
import { type Recorder, withRecording } from "./testing.ts";
import { readTypicalArguments } from "./typical_arguments.ts";

function program(r: Recorder): void {
  const main = r.call("main");
  for (const rate of ["1", "2", "2"]) {
    const total = r.call("total", ["rate", rate, "number"]);
    const line = r.call("line");
    r.end(line);
    r.end(total);
  }
  const line = r.call("line");
  r.fail(line);
  r.end(main);
}

const NAMES = ["", "main", "total", "line"];

function shape(node: CallNode): string {
  const inner = node.children.map(shape).join(" ");
  return `${NAMES[node.function]}*${node.calls}${inner === "" ? "" : `(${inner})`}`;
}

function callers(caller: Caller): string {
  const name = caller.function === undefined ? "-" : NAMES[caller.function];
  const inner = caller.callers.map(callers).join(" ");
  return `${name}*${caller.calls}${inner === "" ? "" : `(${inner})`}`;
}

test("calls by the same path are one node", () => {
  withRecording(program, (reader) => {
    const { root, omissions } = readCallTree(reader, currentRange(reader));
    assert.equal(root.children.map(shape).join(), "main*1(total*3(line*3) line*1)");
    const [main] = root.children;
    assert.deepEqual([main.total, main.self], [1500, 500]);
    assert.equal(main.children[1].exceptions, 1);
    assert.equal(omissions.unfinished, 0);
  });
});

test("each record takes its cost off the node that it ended a stretch of, and off those above", () => {
  withRecording(program, (reader) => {
    const tree = readCallTree(reader, currentRange(reader));
    const [main] = tree.root.children;
    const [total] = main.children;
    correctTree(tree, 10);
    // 15 records until `main` ended; 5 of them, and 2 of each `total`, while it was on top of the stack.
    assert.deepEqual([main.total, main.self], [1500 - 15 * 10, 500 - 5 * 10]);
    assert.deepEqual([total.total, total.self], [900 - 9 * 10, 600 - 6 * 10]);
    correctTree(tree, 1e6);
    for (const { total, self } of tree.nodes) assert.deepEqual([total, self], [0, 0]);
  });
});

test("a filter makes the outermost calls that it finds the roots", () => {
  withRecording(program, (reader) => {
    const range = currentRange(reader);
    const chosen = chooseCalls(createFilter("func == 'total' or kind == 'exception'", reader), reader, range);
    assert.equal(chosen.count, 4);
    const { root } = readCallTree(reader, range, chosen);
    assert.equal(root.children.map(shape).join(" "), "total*3(line*3) line*1");
  });
});

test("what a waiting function calls when it goes on lies below it", () => {
  const record = (r: Recorder): void => {
    const main = r.call("main");
    r.wait(main);
    r.resume(main);
    const line = r.call("total");
    r.end(line);
    r.end(main);
  };
  withRecording(record, (reader) => {
    const { root } = readCallTree(reader, currentRange(reader));
    assert.equal(root.children.map((node) => node.children.length).join(), "1");
    assert.equal(root.children[0].waiting, 100);
  });
});

test("callers are merged by the path upwards, as deep as wanted", () => {
  withRecording(program, (reader) => {
    const tree = readCallTree(reader, currentRange(reader));
    assert.equal(callers(readCallers(tree, new Set([3]), 3)), "-*4(total*3(main*3(-*3)) main*1(-*1))");
    assert.equal(callers(readCallers(tree, new Set([3]), 1)), "-*4(total*3 main*1)");
  });
});

test("typical arguments are counted by caller", () => {
  withRecording(program, (reader) => {
    const [found] = readTypicalArguments(reader, currentRange(reader), new Set([2]));
    assert.deepEqual([found.caller, found.calls, found.values.length], [1, 3, 1]);
    const [rate] = found.values;
    assert.deepEqual(rate.top(1), [{ value: "2", count: 2 }]);
    assert.deepEqual([rate.name, rate.min, rate.max, rate.different.count], ["rate", 1, 2, 2]);
  });
});
