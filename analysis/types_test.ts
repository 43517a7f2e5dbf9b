import assert from "node:assert/strict";
import { test } from "node:test";
import { createFilter } from "../filter/mod.ts";
import { chooseCalls } from "./chosen.ts";
import { currentRange } from "./range.ts";
import { type Recorder, withRecording } from "./testing.ts";
import { type FunctionTypes, readTypes } from "./types.ts";

function program(r: Recorder): void {
  for (
    const [value, type] of [['"a"', "string"], ['"b"', "string"], ["undefined", "undefined"], ["{x: 1}", "Object"]]
  ) {
    const call = r.call("f", ["name", value, type], ["rate", "0.2", "number"]);
    if (type === "undefined") r.fail(call, "TypeError: no", "TypeError");
    else r.end(call, "1", "number");
  }
  r.end(r.call("g"));
}

function typesOf(filter?: string): FunctionTypes[] {
  return withRecording(program, (reader) => {
    const range = currentRange(reader);
    const chosen = filter === undefined ? undefined : chooseCalls(createFilter(filter, reader), reader, range);
    return readTypes(reader, range, chosen).functions;
  });
}

test("each argument has the types that it was given, with how often", () => {
  const [f, g] = typesOf();
  assert.deepEqual(f.params.map(String), ["string | undefined | { x: number }", "number"]);
  assert.deepEqual(f.params[0].list().map(({ type, count }) => [type, count]), [
    ...[["string", 2], ["undefined", 1], ["{ x: number }", 1]],
  ]);
  assert.deepEqual([f.calls, f.returned.count, f.returned.toString()], [4, 3, "number"]);
  assert.equal(f.thrown.toString(), "TypeError");
  assert.equal(g.returned.toString(), "undefined");
});

test("a filter chooses the calls that count", () => {
  const found = typesOf("kind == 'exception'");
  assert.deepEqual(found.map((types) => [types.calls, ...types.params.map(String)]), [[1, "undefined", "number"]]);
});
