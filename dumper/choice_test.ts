import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import { attachRing } from "../ring/mod.ts";
import type { Choice } from "./choice.ts";
import { Dumper } from "./dumper.ts";
import { FakeStore } from "./fake_store.ts";
import { Source, TracedProcess } from "./source.ts";
import { record, TestWriter } from "./test_writer.ts";

/** A dumper of a thread in which function 0 is a module's body. */
function setUp(writer: TestWriter, choice: Choice) {
  const store = new FakeStore();
  let time = 0;
  const source = new Source("", new TracedProcess({ pid: 1, parentPid: 2, runtime: "test 1", command: "test" }));
  const dumper = new Dumper(store, { maxTraces: 0, choice, takeMessages: () => {}, now: () => time += 10 });
  const functions = ["<module>", "f", "g"].map((name, i) => {
    return { name, line: i + 1, column: 1, kind: i === 0 ? "module" : "function", params: [] };
  });
  source.functions.add({ path: "/a.ts", firstFunction: 0, functions });
  dumper.addRing(attachRing(writer.buffer)!, "main", source);
  return {
    store,
    dump: (): void => {
      writer.publish();
      dumper.drain();
      dumper.drain();
      dumper.store(1e9);
    },
  };
}

/** Calls `count` times f, which calls g, in a module's body. */
function write(writer: TestWriter, count: number): void {
  const module = writer.call(0, 0);
  for (let i = 0; i < count; i++) {
    const f = writer.call(1, module);
    writer.event(Kind.RETURN, 2, writer.call(2, f));
    writer.event(Kind.RETURN, 1, f);
  }
  writer.event(Kind.RETURN, 0, module);
}

test("deep calls are left out, and the ends of such that were only measured", () => {
  const writer = new TestWriter();
  const { store, dump } = setUp(writer, { depthLimit: 2, sample: 1 });
  write(writer, 3);
  const outer = writer.call(1, 0);
  writer.bytes(record({ kind: Kind.EXCEPTION, function: 2, call: 0, lasted: 5n }));
  const inner = writer.call(1, outer);
  writer.bytes(record({ kind: Kind.EXCEPTION, function: 2, call: 0, lasted: 5n }));
  writer.event(Kind.RETURN, 1, inner);
  dump();
  const depths = store.rows.filter(({ kind }) => kind === Kind.CALL).map(({ depth }) => depth);
  assert.deepEqual(depths, [0, 1, 1, 1, 0, 1]);
  assert.deepEqual(store.rows.filter(({ kind }) => kind === Kind.EXCEPTION).map(({ depth }) => depth), [1]);
  const calls = store.counters.reduce((sum, row) => sum + row.calls, 0);
  assert.equal(calls, 1 + 3 + 3 + 2);
});

test("the same top-level calls are chosen as wholes, also where a first try to store them fails", () => {
  const stored = (fails: boolean): unknown => {
    const writer = new TestWriter({ blockCount: 32 });
    const { store, dump } = setUp(writer, { depthLimit: 0, sample: 4 });
    write(writer, 400);
    if (fails) {
      store.failure = new Error("disk full");
      assert.throws(dump);
      store.failure = null;
    }
    dump();
    const rows = store.rows.map(({ kind, function: fn, depth }) => [kind, fn, depth]);
    const calls = (fn: number): number => rows.filter(([kind, of]) => kind === Kind.CALL && of === fn).length;
    assert.equal(calls(1), 1);
    assert.ok(calls(2) > 60 && calls(2) < 140, String(calls(2)));
    assert.equal(calls(3), calls(2));
    assert.equal(store.counters.reduce((sum, row) => sum + row.calls, 0), 801);
    return rows;
  };
  assert.deepEqual(stored(true), stored(false));
});
