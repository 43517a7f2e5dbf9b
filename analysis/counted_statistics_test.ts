import assert from "node:assert/strict";
import { test } from "node:test";
import { openWriter } from "../store/mod.ts";
import { countedStatistics } from "./counted_statistics.ts";
import { type Recorder, withRecording } from "./testing.ts";

function counted(caller: number, callee: number, calls: number) {
  return {
    ...{ process: 1, function: callee, caller, calls, returns: calls - 1, exceptions: 1, beginsLost: 0, endsLost: 0 },
    ...{
      duration: calls * 100,
      running: calls * 90,
      self: calls * 50,
      waiting: calls * 10,
      ownRecords: calls * 2,
      runningRecords: calls * 3,
      shortest: 80,
      longest: 120,
    },
  };
}

test("statistics of everything come from what the recording counted", () => {
  const record = (r: Recorder): void => {
    r.end(r.call("main"));
    r.end(r.call("step"));
  };
  withRecording(record, (reader, path) => {
    const writer = openWriter(path);
    writer.transaction(() =>
      writer.addStatistics({
        counters: [counted(0, 1, 1), counted(1, 2, 10), counted(2, 2, 30)],
        durations: [{ process: 1, function: 2, durations: [[90, 39], [118, 1]] }],
      })
    );
    writer.close();
    const { rows, source } = countedStatistics(reader).read("function");
    const step = rows.find(({ name }) => name === "step");
    assert.equal(source, "counters");
    assert.deepEqual([step?.calls, step?.exceptions, step?.callers, step?.unfinished], [40, 2, 2, 0]);
    assert.deepEqual([step?.total, step?.self, step?.waiting, step?.average], [4000, 2000, 400, 100]);
    assert.deepEqual([step?.median, step?.p99, step?.min, step?.max], [90, 118, 80, 120]);
    const [module] = countedStatistics(reader).read("module").rows;
    assert.deepEqual([module.name, module.calls, module.self], ["src/cart.ts", 41, 2050]);
    assert.ok(Number.isNaN(module.total));
    assert.deepEqual(countedStatistics(reader).read("process").rows.map(({ name }) => name), ["1234"]);
  });
});
