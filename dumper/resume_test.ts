/** A dumper goes on where another one was killed: nothing is stored twice, nothing is missing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import { attachRing } from "../ring/mod.ts";
import { Dumper } from "./dumper.ts";
import { FakeStore } from "./fake_store.ts";
import { Source, TracedProcess } from "./source.ts";
import { int, TestWriter } from "./test_writer.ts";

const PROCESS = { pid: 1, parentPid: 2, runtime: "test 1", command: "test" };
const FUNCTIONS = ["f", "g"].map((name) => ({ name, line: 1, column: 1, kind: "function", params: ["n"] }));

/** A dumper as a process has it that has just begun. */
function begin(store: FakeStore, writers: readonly TestWriter[]): Dumper {
  let time = 0;
  const dumper = new Dumper(store, { maxTraces: 0, takeMessages: () => {}, now: () => time += 10 });
  const process = new TracedProcess(PROCESS);
  writers.forEach((writer, index) => {
    const source = new Source(`ring ${index}`, process);
    source.functions.add({ path: "/a.ts", firstFunction: 0, functions: FUNCTIONS });
    dumper.addRing(attachRing(writer.buffer)!, `thread ${index}`, source);
  });
  return dumper;
}

function randomNumbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 4294967296) * below);
  };
}

/** Records a call or the end of one. */
function step(writer: TestWriter, open: number[], random: (below: number) => number): void {
  writer.clock += 1 + random(100);
  if (open.length === 0 || random(100) < 52) open.push(writer.call(random(2), open.at(-1) ?? 0, [int(writer.written)]));
  else writer.event(Kind.RETURN, 0, open.splice(random(4) === 0 ? random(open.length) : open.length - 1, 1)[0]);
}

/** The rows of one thread, with rows named by their place in it. */
function rowsOf(store: FakeStore, thread: number) {
  const own = store.rows.filter((row) => row.thread === thread);
  const places = new Map(own.map((row, index) => [row.id, index]));
  const place = (id: number | null): number | null => id === null ? null : places.get(id) ?? -1;
  return own.map((row) => ({
    ...row,
    id: place(row.id),
    call: place(row.call),
    parent: place(row.parent),
    leave: place(row.leave),
    function: store.functions[(row.function ?? 0) - 1]?.name,
  }));
}

for (let seed = 1; seed <= 12; seed++) {
  test(`records that several dumpers took one after the other are those that one alone takes, seed ${seed}`, () => {
    const random = randomNumbers(seed);
    const writers = [new TestWriter({ tid: 1 }), new TestWriter({ tid: 2 })];
    const open: number[][] = [[], []];
    const [whole, parts] = [new FakeStore(), new FakeStore()];
    const single = begin(whole, writers);
    let dumper = begin(parts, writers);
    for (let round = 0; round < 60; round++) {
      for (let n = random(80); n > 0; n--) {
        const which = random(2);
        step(writers[which], open[which], random);
      }
      if (random(2) === 0) writers[random(2)].publish();
      for (const each of [single, dumper]) each.drain();
      if (random(3) > 0) dumper.store(10);
      // Killed: what it has taken and not stored goes with it.
      if (random(3) === 0) dumper = begin(parts, writers);
    }
    for (const each of [single, dumper]) {
      for (let turn = 0; turn < 3; turn++) each.drain();
      each.store(1e9);
    }
    assert.deepEqual(parts.threads.length, 2);
    assert.deepEqual(parts.processes.length, 1);
    for (const thread of [1, 2]) {
      const [actual, expected] = [rowsOf(parts, thread), rowsOf(whole, thread)];
      // One by one: to show how two long lists differ takes minutes.
      expected.forEach((row, index) => assert.deepEqual(actual[index], row));
      assert.equal(actual.length, expected.length);
      assert.ok(actual.length > 100);
    }
  });
}

test("what was overwritten between two dumpers is counted, and what was stored before is not", () => {
  const writer = new TestWriter({ blockSize: 32768, blockCount: 2 });
  const store = new FakeStore();
  const first = begin(store, [writer]);
  for (let i = 0; i < 100; i++) writer.event(Kind.RETURN, 0, writer.call(0, 0, [int(i)]));
  writer.publish();
  first.drain();
  first.store(1e9);
  assert.equal(store.rows.length, 200);
  for (let i = 0; i < 20_000; i++) writer.event(Kind.RETURN, 0, writer.call(0, 0, [int(i)]));
  writer.publish();
  const second = begin(store, [writer]);
  second.drain();
  second.store(1e9);
  const lost = store.rows.reduce((sum, row) => sum + (row.lost ?? 0), 0);
  const stored = store.rows.filter((row) => row.lost === null).length;
  assert.ok(lost > 0);
  assert.equal(stored + lost, 40_200);
});
