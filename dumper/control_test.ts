import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import { attachRing, Control, Header, HELD_BYTES, HELD_FUNCTIONS, HELD_SLOT_FLOATS, Slot } from "../ring/mod.ts";
import { ControlFile, type ControlState, UNCONTROLLED } from "./control.ts";
import { Dumper } from "./dumper.ts";
import { FakeStore } from "./fake_store.ts";
import { Source, TracedProcess } from "./source.ts";
import { record, TestWriter } from "./test_writer.ts";

const PROCESS = { pid: 1, parentPid: 2, runtime: "test 1", command: "test" };

/** A dumper of one process whose functions are `names`, in one module. */
function setUp(writers: TestWriter[], names: readonly string[]) {
  const store = new FakeStore();
  let time = 0;
  const source = new Source("", new TracedProcess(PROCESS));
  const dumper = new Dumper(store, { maxTraces: 0, takeMessages: () => {}, now: () => time += 10 });
  const functions = names.map((name, i) => ({ name, line: i + 1, column: 1, kind: "function", params: [] }));
  const learn = (first: number): void => {
    source.functions.add({ path: "/a.ts", firstFunction: first, functions });
    dumper.learn(source, first, functions.length);
  };
  learn(0);
  const join = (writer: TestWriter): void => void dumper.addRing(attachRing(writer.buffer)!, "main", source);
  writers.forEach(join);
  return { dumper, store, learn, join };
}

function muting(...patterns: string[]): ControlState {
  return { paused: false, muted: patterns.map((pattern) => ({ text: pattern, pattern })) };
}

function bits({ buffer }: TestWriter, count: number): number[] {
  return [...new Int32Array(buffer, buffer.byteLength - HELD_BYTES, count)].map((word) => word & 3);
}

function words(args: string | null): string | undefined {
  return args?.replaceAll("\x1f", " ").replaceAll("\x1e", " ").replace(/ +/g, " ").trim();
}

function dump(dumper: Dumper): void {
  dumper.drain();
  dumper.drain();
  dumper.store(1e9);
}

test("functions are muted by name or place, in threads and modules that come later too", () => {
  const [one, two] = [new TestWriter(), new TestWriter()];
  const { dumper, learn, join } = setUp([one], ["f", "Cart.total", "g"]);
  assert.equal(one.ring.ints[Header.CONTROL], Control.ALL);
  dumper.control(muting("^Cart(\\..*)?$"));
  assert.equal(one.ring.ints[Header.CONTROL], Control.SELECTED);
  learn(3);
  join(two);
  assert.deepEqual([one, two].map((writer) => bits(writer, 7)), [[0, 1, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0, 0]]);
  dumper.control({ paused: true, muted: [{ text: "f", pattern: "^f$", module: "/a.ts", line: 1 }] });
  assert.deepEqual(bits(two, 6), [1, 0, 0, 1, 0, 0]);
  assert.equal(two.ring.ints[Header.CONTROL], Control.OFF);
  dumper.control({
    paused: false,
    muted: [{ text: "f", pattern: "^f$", module: "/b.ts" }, { text: "(", pattern: "(" }],
  });
  assert.deepEqual(bits(two, 6), [0, 0, 0, 0, 0, 0]);
  assert.equal(two.ring.ints[Header.CONTROL], Control.ALL);
});

test("what is said is told once a process, also where the first try to store it fails", () => {
  const { dumper, store } = setUp([new TestWriter(), new TestWriter()], ["f"]);
  dumper.control({ ...muting("f"), paused: true });
  assert.ok(dumper.hasWork);
  store.failure = new Error("disk full");
  assert.throws(() => dump(dumper));
  store.failure = null;
  dump(dumper);
  dumper.control(UNCONTROLLED);
  dump(dumper);
  assert.deepEqual(
    store.rows.map(({ kind, function: fn, args }) => [kind, fn, words(args)]),
    [
      [Kind.LOG, null, 'event "tstrace paused" string'],
      [Kind.LOG, null, 'event "tstrace muted" string value "f" string'],
      [Kind.LOG, null, 'event "tstrace resumed" string'],
      [Kind.LOG, null, 'event "tstrace unmuted" string value "f" string'],
    ],
  );
});

test("what a thread has counted is stored as it grows, and the thread is not done before", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer], ["f", "g"]);
  dumper.control(muting("^g$"));
  dump(dumper);
  const slots = new Float64Array(writer.buffer, writer.buffer.byteLength - HELD_BYTES + HELD_FUNCTIONS * 4);
  slots[HELD_SLOT_FLOATS + Slot.MUTED] = 5;
  assert.ok(dumper.hasWork);
  dump(dumper);
  assert.ok(!dumper.hasWork);
  slots[HELD_SLOT_FLOATS + Slot.MUTED] = 7;
  dump(dumper);
  assert.deepEqual(store.held.map(({ number, function: fn, muted }) => [number, fn, muted]), [[1, 1, 5], [1, 1, 7]]);
});

test("the end of a call that was not recorded is a row below the call around it, and no call of the records", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer], ["f", "hot"]);
  const outer = writer.call(0, 0);
  writer.clock = 5000;
  writer.bytes(record({ kind: Kind.EXCEPTION, elapsed: 5000n, function: 1, call: 0, lasted: 4000n }));
  writer.clock = 6000;
  writer.event(Kind.RETURN, 0, outer);
  writer.publish();
  dump(dumper);
  const rows = store.rows.map(({ kind, function: fn, call, depth, duration }) => [kind, fn, call, depth, duration]);
  assert.deepEqual(rows, [
    [Kind.CALL, 1, 1, 0, null],
    [Kind.EXCEPTION, 2, null, 1, 4000],
    [Kind.RETURN, 1, 1, 0, 6000],
  ]);
  assert.equal(store.counters.length, 1);
  assert.deepEqual([store.counters[0].calls, store.counters[0].self], [1, 6000]);
});

test("a file of what is said is read when it has been replaced, and nonsense says nothing", () => {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-control-"));
  try {
    const path = join(directory, "control.json");
    const file = new ControlFile(path);
    const write = (text: string): void => {
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    };
    assert.equal(file.changed(), undefined);
    write(JSON.stringify({ ...muting("f"), paused: true }));
    assert.deepEqual(file.changed(), { ...muting("f"), paused: true });
    assert.equal(file.changed(), undefined);
    for (const text of ["{", "null", '{"muted": 5}', '{"muted": [{"text": 1}], "paused": 1}', '{"muted": [null]}']) {
      write(text);
      assert.deepEqual(file.changed(), UNCONTROLLED);
    }
    rmSync(path);
    assert.deepEqual(file.changed(), UNCONTROLLED);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
