import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { Container, Kind, ValuesSchema } from "../proto/trace_pb.ts";
import { attachRing, createRing, HeaderFloat, ringBytes } from "../ring/mod.ts";
import { Dumper } from "./dumper.ts";
import { FakeStore } from "./fake_store.ts";
import { Source, TracedProcess } from "./source.ts";
import { brief, dump, KINDS, PROCESS, setUp } from "./test_dumper.ts";
import { container, int, record, TestWriter, text } from "./test_writer.ts";

test("calls are followed: parents, depths, ends and durations", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer]);
  const outer = writer.call(0, 0, [int(1), text("x")]);
  writer.clock += 100;
  const inner = writer.call(1, outer);
  writer.clock += 10;
  writer.event(Kind.EXCEPTION, 1, inner, [container(Container.ERROR, { type: "TypeError", text: "no" })]);
  writer.clock += 5;
  writer.event(Kind.RETURN, 0, outer, [int(42)]);
  writer.clock += 1;
  writer.call(2, 0);
  dump(dumper);
  assert.deepEqual(brief(store.rows), [
    [1, "CALL", 1, null, 0, 4, null],
    [2, "CALL", 2, 1, 1, 3, null],
    [3, "EXCEPTION", 2, null, 1, null, 10],
    [4, "RETURN", 1, null, 0, null, 115],
    [5, "CALL", 5, null, 0, null, null],
  ]);
  assert.deepEqual(store.rows.map((row) => row.at), [0, 100, 110, 115, 116]);
  assert.deepEqual(store.rows.map((row) => row.args), [
    '\x1ea\x1f1\x1fnumber\x1eb\x1f"x"\x1fstring\x1e',
    null,
    "\x1eexception\x1fno\x1fTypeError\x1e",
    "\x1ereturn value\x1f42\x1fnumber\x1e",
    null,
  ]);
  assert.deepEqual(store.functions.map((row) => [row.module, row.name]), [["/a.ts", "f"], ["/b.ts", "g"], [
    "/b.ts",
    "h",
  ]]);
  assert.deepEqual(store.rows.map((row) => row.function), [1, 2, 2, 1, 3]);
  assert.deepEqual(store.processes, [PROCESS]);
  assert.deepEqual(store.threads, [{ process: 1, tid: 1, name: "thread 0" }]);
});

test("a call stays one call across what suspends it", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer]);
  const first = writer.call(0, 0);
  writer.event(Kind.AWAIT, 0, first);
  const second = writer.call(1, 0);
  writer.event(Kind.YIELD, 1, second, [int(7)]);
  writer.event(Kind.RESUME, 0, first);
  const third = writer.call(2, first);
  writer.event(Kind.RETURN, 2, third);
  writer.event(Kind.RETURN, 0, first);
  dump(dumper);
  assert.deepEqual(brief(store.rows), [
    [1, "CALL", 1, null, 0, 8, null],
    [2, "AWAIT", 1, null, 0, null, null],
    [3, "CALL", 3, null, 0, null, null],
    [4, "YIELD", 3, null, 0, null, null],
    [5, "RESUME", 1, null, 0, null, null],
    [6, "CALL", 6, 1, 1, 7, null],
    [7, "RETURN", 6, null, 1, null, 0],
    [8, "RETURN", 1, null, 0, null, 0],
  ]);
  assert.equal(store.rows[3].args, "\x1evalue\x1f7\x1fnumber\x1e");
});

test("an end that comes in a later batch is noted in its call", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer]);
  const call = writer.call(0, 0);
  dump(dumper);
  assert.equal(store.rows[0].leave, null);
  writer.event(Kind.RETURN, 0, call);
  dump(dumper);
  assert.equal(store.rows[0].leave, 2);
});

test("time counts from the first recording, in whole nanoseconds", () => {
  const startedMs = 1795433224000.25;
  const writer = new TestWriter({ clockNs: 987654321000, wallMs: startedMs + 1500.5 });
  writer.clock += 7;
  const { dumper, store } = setUp([writer], 0, startedMs);
  writer.call(0, 0);
  dump(dumper);
  assert.equal(store.rows[0].at, 1_500_500_007);
});

test("values are kept as bytes where their text is not all of them", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer]);
  const object = container(Container.OBJECT, { keys: ["é"], items: [text("ü")] });
  const call = writer.call(0, 0, [object, int(1), text("abc", 10), int(2)]);
  writer.event(Kind.RETURN, 0, call, [int(1)]);
  dump(dumper);
  const [row, end] = store.rows;
  assert.equal(
    row.args,
    '\x1ea\x1f{é: "ü"}\x1fObject\x1eb\x1f1\x1fnumber\x1earg2\x1f"abc"…+7\x1fstring\x1earg3\x1f2\x1fnumber\x1e',
  );
  assert.ok(row.data);
  const { values } = fromBinary(ValuesSchema, row.data);
  assert.deepEqual(values.map((value) => value.kind.case), ["container", "int", "string", "int"]);
  assert.equal(end.data, null);
  assert.equal(end.args, "\x1ereturn value\x1f1\x1fnumber\x1e");
});

test("lost records make a row with their exact number, where they were lost", () => {
  const writer = new TestWriter({ blockCount: 2 });
  const { dumper, store } = setUp([writer]);
  for (let i = 0; i < 10; i++) writer.call(0, 0, [int(i)]);
  dump(dumper);
  for (let i = 10; i < 20_000; i++) writer.call(0, 0, [int(i)]);
  dump(dumper);
  const lost = store.rows.filter((row) => row.kind === Kind.OVERFLOW);
  assert.equal(lost.length, 1);
  assert.equal(lost[0].id, 11);
  assert.equal((lost[0].lost ?? 0) + store.rows.length - 1, 20_000);
  assert.equal(store.rows.at(-1)?.args, "\x1ea\x1f19999\x1fnumber\x1e");
});

test("records that make no sense count as lost", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer]);
  writer.call(0, 0);
  writer.bytes(record({ kind: 99 as Kind }));
  writer.bytes(record({ kind: Kind.OVERFLOW, lost: 1000n }));
  writer.call(0, 0);
  dump(dumper);
  assert.deepEqual(store.rows.map((row) => [KINDS[row.kind], row.lost]), [["CALL", null], ["OVERFLOW", 2], [
    "CALL",
    null,
  ]]);
});

test("an end without its call is stored as one of an unknown call", () => {
  const writer = new TestWriter();
  const { dumper, store } = setUp([writer]);
  writer.call(0, 0);
  writer.event(Kind.RETURN, 2, -5);
  writer.call(77, 1);
  dump(dumper);
  assert.deepEqual(brief(store.rows).slice(1), [
    [2, "RETURN", null, null, 0, null, null],
    [3, "CALL", 3, 1, 1, null, null],
  ]);
  assert.deepEqual(store.rows.map((row) => row.function), [1, 2, null]);
});

test("threads are merged by time", () => {
  const writers = [new TestWriter({ tid: 1 }), new TestWriter({ tid: 2, clockNs: 50, wallMs: 0 }), new TestWriter()];
  const { dumper, store } = setUp(writers);
  for (let i = 0; i < 2000; i++) {
    writers[0].clock += 10;
    writers[0].call(0, writers[0].calls);
    writers[1].clock += 30;
    writers[1].call(0, writers[1].calls);
  }
  dump(dumper);
  assert.equal(store.rows.length, 4000);
  assert.equal(store.rows.every((row, i) => i === 0 || row.at >= store.rows[i - 1].at), true);
  for (const thread of [1, 2]) {
    const rows = store.rows.filter((row) => row.thread === thread);
    assert.equal(rows.every((row, i) => row.depth === i && row.parent === (rows[i - 1]?.id ?? null)), true);
  }
});

test("what would be truncated at once is followed but not stored", () => {
  const writer = new TestWriter({ blockSize: 1 << 20 });
  const { dumper, store } = setUp([writer], 100);
  const outer = writer.call(0, 0);
  for (let i = 0; i < 5000; i++) writer.event(Kind.RETURN, 1, writer.call(1, outer, [int(i)]), [int(i)]);
  const last = writer.call(2, outer);
  writer.event(Kind.RETURN, 2, last);
  writer.event(Kind.RETURN, 0, outer);
  dump(dumper);
  assert.equal(store.rows.length, 100);
  assert.deepEqual(brief(store.rows).slice(-4), [
    [97, "RETURN", 96, null, 1, null, 0],
    [98, "CALL", 98, null, 1, 99, null],
    [99, "RETURN", 98, null, 1, null, 0],
    [100, "RETURN", null, null, 0, null, 0],
  ]);
  assert.equal(dumper.waiting, 0);
});

test("a clock that was set back between processes makes earlier times, and nothing else", () => {
  const hour = 3_600_000;
  const before = new TestWriter({ wallMs: 2 * hour });
  // A process that started later, and can read no other clock.
  const after = new TestWriter({ wallMs: hour, tid: 2 });
  const { dumper, store } = setUp([before, after], 0, 2 * hour);
  for (const writer of [before, after]) {
    const call = writer.call(0, 0);
    writer.clock += 7;
    writer.event(Kind.RETURN, 0, call);
    dump(dumper);
  }
  assert.deepEqual(brief(store.rows), [
    [1, "CALL", 1, null, 0, 2, null],
    [2, "RETURN", 1, null, 0, null, 7],
    [3, "CALL", 3, null, 0, 4, null],
    [4, "RETURN", 3, null, 0, null, 7],
  ]);
  assert.deepEqual(store.rows.map((row) => row.at), [0, 7, -hour * 1e6, 7 - hour * 1e6]);
});

test("a batch of many rows with text of all lengths is stored as it was written", () => {
  const writer = new TestWriter({ blockSize: 1 << 20, blockCount: 16 });
  const { dumper, store } = setUp([writer]);
  const shown: string[] = [];
  for (let i = 0; i < 10_000; i++) {
    const string = (i % 7 === 0 ? "ü" : "u").repeat(i % 300);
    writer.call(0, 0, [text(string)]);
    shown.push(`\x1ea\x1f"${string}"\x1fstring\x1e`);
  }
  dump(dumper);
  assert.deepEqual(store.rows.map((row) => row.args), shown);
});

test("no bytes in a record make the dumper throw", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 4294967296) * below);
  };
  const tags = [8, 16, 24, 32, 40, 51, 52, 56, 66, 115, 116, 120, 26, 72, 255];
  const writer = new TestWriter({ blockSize: 1 << 20 });
  const { dumper, store } = setUp([writer], 500);
  for (let round = 0; round < 100; round++) {
    for (let n = 0; n < 200; n++) {
      const bytes = new Uint8Array(random(60));
      for (let i = 0; i < bytes.length; i++) bytes[i] = random(2) === 0 ? tags[random(tags.length)] : random(256);
      writer.bytes(bytes);
    }
    dump(dumper);
    for (const row of store.rows) {
      assert.equal(Number.isSafeInteger(row.at) && Number.isInteger(row.depth), true);
      // deno-lint-ignore no-control-regex
      assert.equal(/[\x00-\x1d\x7f-\x9f]/.test(row.args ?? ""), false);
    }
  }
  assert.equal(store.rows.length, 500);
});

test("records that memory has no room for wait on disk, and none is lost", () => {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-dumper-"));
  try {
    const spill = join(directory, "spill");
    const writer = new TestWriter({ blockSize: 1 << 20, blockCount: 4 });
    const { dumper, store } = setUp([writer], 0, 0, spill);
    const long = text("x".repeat(16_000));
    // More than is kept in memory.
    for (let i = 0; i < 3000; i++) {
      writer.call(0, 0, [int(i), long]);
      if (i % 100 === 99) dumper.drain();
    }
    dump(dumper);
    assert.deepEqual(
      store.rows.map((row) => row.args?.slice(0, 7)),
      store.rows.map((_, i) => `\x1ea\x1f${i}\x1fnumber`.slice(0, 7)),
    );
    assert.equal(store.rows.length, 3000);
    assert.ok(store.rows.every((row) => row.kind === Kind.CALL && row.args!.length > 16_000));
    assert.ok(dumper.threads[0].chunks.spilled > 10, "nothing was spilled");
    assert.deepEqual(readdirSync(directory), []);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("threads that want to know the time are told at every round, others are not", () => {
  const layout = { blockSize: 32768, blockCount: 2, pid: 1, tid: 1, clockNs: 100, wallMs: 0, monotonicNs: 1000 };
  const source = new Source("", new TracedProcess(PROCESS));
  let monotonicNs = 1000;
  const dumper = new Dumper(new FakeStore(0), {
    ...{ maxTraces: 0, takeMessages: () => {}, now: () => 0, monotonicNs: () => monotonicNs += 50 },
  });
  const rings = [true, false].map((ticks) => {
    const buffer = new SharedArrayBuffer(ringBytes(32768, 2));
    const ring = createRing(buffer, { ...layout, ticks });
    assert.equal(dumper.ticks, !ticks, "the first one wants to know");
    dumper.addRing(attachRing(buffer)!, "main", source);
    return ring;
  });
  const told = (): number[] => rings.map(({ floats }) => floats[HeaderFloat.TICK_NS]);
  dumper.drain();
  assert.deepEqual(told(), [150, 0]);
  dumper.drain();
  assert.deepEqual(told(), [200, 0]);
});
