import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import { attachRing, Control, Header, UNCAUGHT } from "../ring/mod.ts";
import { Dumper } from "./dumper.ts";
import { FakeStore } from "./fake_store.ts";
import { Source, TracedProcess } from "./source.ts";
import { brief, PROCESS } from "./test_dumper.ts";
import { int, TestWriter, text } from "./test_writer.ts";
import type { Triggers } from "./triggers.ts";

/** A dumper of threads whose clock stands still unless it is moved. */
function setUp(writers: TestWriter[], choice: Partial<Triggers>, drained: () => void = () => {}) {
  const store = new FakeStore();
  const source = new Source("", new TracedProcess(PROCESS));
  const clock = { ms: 1000 };
  const triggers = { ...choice, cwd: "/", startedMs: 0 };
  const dumper = new Dumper(store, { maxTraces: 0, triggers, takeMessages: drained, now: () => clock.ms });
  for (const { buffer } of writers) dumper.addRing(attachRing(buffer)!, "", source);
  const functions = ["f", "g"].map((name) => ({ name, line: 1, column: 1, kind: "function", params: ["n"] }));
  source.functions.add({ path: "/a.ts", firstFunction: 0, functions });
  const dump = (): void => {
    for (const writer of writers) writer.publish();
    dumper.drain();
    dumper.store(1e9);
  };
  return { store, dumper, clock, dump };
}

test("a call that goes on without a record is slow once it has taken so long", () => {
  const writer = new TestWriter();
  const { store, clock, dump } = setUp([writer], { slowerNs: 10e6 });
  const outer = writer.call(0, 0, [int(1)]);
  writer.event(Kind.RETURN, 1, writer.call(1, outer));
  dump();
  clock.ms += 100;
  dump();
  assert.deepEqual(store.rows, []);
  clock.ms += 200;
  dump();
  assert.deepEqual(brief(store.rows), [[1, "CALL", 1, null, 0, null, null]]);
  assert.equal(store.leftOut, 2);
  writer.clock = 500e6;
  writer.event(Kind.RETURN, 0, outer);
  dump();
  assert.deepEqual(brief(store.rows)[1], [2, "RETURN", 1, null, 0, null, 500e6]);
});

test("a call whose caller has ended brings it along, if it turns out to be slow", () => {
  const writer = new TestWriter();
  const { store, clock, dump } = setUp([writer], { slowerNs: 10e6 });
  const caller = writer.call(0, 0);
  const late = writer.call(1, caller);
  writer.event(Kind.AWAIT, 1, late);
  writer.event(Kind.RETURN, 0, caller);
  dump();
  assert.deepEqual(store.rows, []);
  clock.ms += 500;
  dump();
  assert.deepEqual(store.rows.map(({ kind, parent }) => [kind, parent]), [
    [Kind.CALL, null],
    [Kind.CALL, 1],
    [Kind.AWAIT, null],
    [Kind.RETURN, null],
  ]);
});

test("a thread that waits to be judged holds up others, but not for ever", () => {
  const writers = [new TestWriter(), new TestWriter()];
  const { store, clock, dump } = setUp(writers, { around: "func == 'g'", window: { traces: 1 } });
  writers[0].event(Kind.RETURN, 0, writers[0].call(0, 0));
  writers[1].clock = 10;
  writers[1].call(1, 0);
  dump();
  assert.deepEqual(store.rows, []);
  clock.ms += 100;
  dump();
  assert.deepEqual(store.rows, []);
  clock.ms += 200;
  dump();
  assert.deepEqual(store.rows.map(({ thread, kind }) => [thread, kind]), [[2, Kind.CALL]]);
});

test("once nothing more can be kept, the threads are told so, those to come too", () => {
  const writer = new TestWriter();
  const { store, dumper, dump } = setUp([writer], { until: "arg.n == 2" });
  for (const n of [1, 2, 3]) writer.event(Kind.RETURN, 0, writer.call(0, 0, [int(n)]));
  const control = (): number => Atomics.load(writer.ring.ints, Header.CONTROL);
  assert.equal(control(), Control.ALL);
  dump();
  dump();
  assert.equal(control(), Control.OFF);
  // The end of the last call, too.
  assert.equal(store.rows.length, 4);
  const other = new TestWriter();
  dumper.addRing(attachRing(other.buffer)!, "", dumper.threads[0].source);
  assert.equal(Atomics.load(other.ring.ints, Header.CONTROL), Control.OFF);
});

test("what waits takes no more memory than it may: the oldest goes, and is counted", () => {
  const writer = new TestWriter({ blockCount: 64 });
  const { store, dumper, clock, dump } = setUp([writer], { exceptionNs: 1e12 });
  const long = [text("x".repeat(16_000))];
  const calls = 4800;
  for (let n = 0; n < calls; n++) {
    writer.clock += 1000;
    writer.event(Kind.RETURN, 0, writer.call(0, 0, long));
    if (n % 50 === 49) dump();
  }
  const held = dumper.threads[0].chunks.bytes;
  assert.ok(held > 50 << 20 && held < 70 << 20, String(held));
  const gone = store.leftOut;
  assert.ok(gone > 0 && gone < calls * 2);
  assert.deepEqual(store.rows, []);
  writer.event(Kind.LOG, UNCAUGHT, 0, [int(1)]);
  clock.ms++;
  dump();
  dump();
  assert.equal(store.rows.length, calls * 2 + 1 - store.leftOut);
  assert.equal(store.leftOut, gone);
});

test("what was recorded before a program waits for its records to be stored decides on those that wait", () => {
  const writer = new TestWriter();
  let drains = 0;
  const { store, dumper } = setUp([writer], { exceptionNs: 60e9 }, () => {
    if (++drains !== 1) return;
    // The program goes on, fails, and waits, when what was taken is about to be judged.
    writer.event(Kind.LOG, UNCAUGHT, 0, [text("boom")]);
    writer.publish();
    Atomics.add(writer.ring.ints, Header.FLUSH, 1);
  });
  writer.event(Kind.RETURN, 0, writer.call(0, 0));
  writer.publish();
  dumper.drain();
  dumper.store(1e9);
  dumper.drain();
  dumper.store(1e9);
  assert.deepEqual(store.rows.map(({ kind }) => kind), [Kind.CALL, Kind.RETURN, Kind.LOG]);
});
