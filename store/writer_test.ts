import assert from "node:assert/strict";
import { test } from "node:test";
import { finishRecording } from "./finish.ts";
import { openReader } from "./reader.ts";
import { args, begin, named, row, STARTED_MS, withPath } from "./testing.ts";
import type { StoreWriter, TraceRow } from "./types.ts";
import { openWriter } from "./writer.ts";

function add(writer: StoreWriter, count: number, fields: Partial<TraceRow> = {}): void {
  writer.transaction((next) => {
    writer.insert(Array.from({ length: count }, (_, i) => row({ ...fields, id: next + i, at: (next + i) * 10 })));
  });
}

test("what is written is read back, joined with what its ids stand for", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    assert.equal(writer.startedMs, STARTED_MS);
    const process = writer.addProcess({ pid: 1234, parentPid: 1, runtime: "node 24.21.0", command: "node main.ts" });
    const thread = writer.addThread(process, 1, "main");
    const [total] = writer.addFunctions("/home/ada/shop/src/cart.ts", [named("Cart.total", 12)]);
    const data = new Uint8Array([1, 2, 3]);
    writer.transaction((id) => {
      writer.insert([
        row({ id, thread, function: total, call: id, args: args(["rate", "0.2", "number"]), data, depth: 3 }),
        row({ id: id + 1, thread, function: total, call: id, kind: 1, duration: 52_000, at: 2 ** 45 + 1 }),
        row({ id: id + 2, thread, function: null, call: null, kind: 4, lost: 77 }),
      ]);
      writer.setLeave(id, id + 1);
    });
    writer.close();
    const reader = openReader(path);
    const [call, leave, overflow] = reader.from(1, 10);
    const { cwd, ...rest } = call;
    assert.equal(cwd, "/home/ada/shop");
    assert.deepEqual(rest, {
      id: 1,
      at: 1000,
      kind: 0,
      call: 1,
      parent: null,
      depth: 3,
      leave: 2,
      duration: null,
      args: args(["rate", "0.2", "number"]),
      lost: null,
      pid: 1234,
      thread: 1,
      tid: 1,
      isSync: true,
      module: "/home/ada/shop/src/cart.ts",
      func: "Cart.total",
      line: 12,
    });
    assert.equal(leave.at, 2 ** 45 + 1);
    assert.equal(leave.duration, 52_000);
    assert.deepEqual([overflow.lost, overflow.func, reader.lost()], [77, null, 77]);
    assert.deepEqual([...reader.data(1) ?? []], [1, 2, 3]);
    assert.equal(reader.data(2), null);
    reader.close();
  });
});

test("any number of rows is inserted whole, whatever the size of a batch", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    let total = 0;
    for (const count of [0, 1, 63, 64, 65, 128, 200]) {
      add(writer, count);
      total += count;
    }
    add(writer, 70, { lost: 1 });
    const reader = openReader(path);
    assert.equal(reader.count(), total + 70);
    assert.deepEqual(reader.from(1, 1000).map((trace) => trace.at / 10), reader.from(1, 1000).map((trace) => trace.id));
    assert.equal(reader.lost(), 70);
    assert.deepEqual(reader.before(5, 3).map((trace) => trace.id), [2, 3, 4]);
    reader.close();
    writer.close();
  });
});

test("functions that are there already keep their ids", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    const first = writer.addFunctions("/a.ts", [named("f", 1), named("g", 2)]);
    const second = writer.addFunctions("/a.ts", [named("h", 3), named("g", 2)]);
    const other = writer.addFunctions("/b.ts", [named("f", 1)]);
    assert.equal(second[1], first[1]);
    assert.equal(new Set([...first, ...second, ...other]).size, 4);
    writer.close();
  });
});

test("truncation keeps the newest, and ids never come back", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    add(writer, 100);
    writer.truncate(0);
    writer.truncate(30);
    const reader = openReader(path);
    assert.deepEqual([reader.first(), reader.last(), reader.count()], [71, 100, 30]);
    assert.deepEqual(reader.from(1, 2).map((trace) => trace.id), [71, 72]);
    add(writer, 5);
    writer.transaction(() => writer.truncate(1));
    assert.deepEqual([reader.first(), reader.last(), reader.count()], [105, 105, 1]);
    reader.close();
    writer.close();
  });
});

test("a transaction that throws leaves nothing behind", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    assert.throws(() =>
      writer.transaction((id) => {
        writer.insert([row({ id, lost: 5 })]);
        throw new Error("on purpose");
      }), /on purpose/);
    assert.throws(() => writer.transaction(() => writer.insert([row({ id: 7 })])), /from id 1, got 7/);
    assert.equal(writer.transaction((id) => id), 1);
    writer.close();
    const reader = openReader(path);
    assert.deepEqual([reader.first(), reader.last(), reader.count(), reader.lost()], [0, 0, 0, 0]);
    reader.close();
  });
});

test("two writers take turns and a reader sees every batch that is complete", () => {
  withPath((path) => {
    begin(path);
    const writers = [openWriter(path), openWriter(path)];
    const reader = openReader(path);
    for (let n = 0; n < 10; n++) {
      add(writers[n % 2], 10);
      assert.equal(reader.count(), (n + 1) * 10);
    }
    for (const writer of writers) writer.close();
    reader.close();
  });
});

test("the end of a recording is noted with what was kept and lost", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    add(writer, 100);
    add(writer, 1, { kind: 4, lost: 12 });
    writer.truncate(50);
    writer.close();
    assert.deepEqual(finishRecording(path, { endedMs: STARTED_MS + 5, status: "exit 0" }), {
      kept: 50,
      lost: 12,
      leftOut: 0,
      muted: 0,
      counted: 0,
      shallow: 0,
    });
    begin(path, true, STARTED_MS + 10);
    const later = openWriter(path);
    add(later, 3);
    later.close();
    assert.deepEqual(finishRecording(path, { endedMs: STARTED_MS + 15, status: "SIGINT" }), {
      kept: 3,
      lost: 0,
      leftOut: 0,
      muted: 0,
      counted: 0,
      shallow: 0,
    });
    const reader = openReader(path);
    assert.deepEqual(reader.recordings().map(({ status, endedMs, lost }) => [status, endedMs, lost]), [
      ["exit 0", STARTED_MS + 5, 12],
      ["SIGINT", STARTED_MS + 15, 0],
    ]);
    reader.close();
  });
});

test("how far a ring was stored is kept with what was stored, for each recording by itself, until it ends", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    const state = { thread: 1, process: 2, records: 77, open: new Uint8Array([1, 2]) };
    assert.equal(writer.ring("a"), undefined);
    assert.throws(() =>
      writer.transaction(() => {
        writer.saveRing("a", state);
        throw new Error("no");
      })
    );
    assert.equal(writer.ring("a"), undefined);
    writer.transaction(() => writer.saveRing("a", { ...state, records: 5 }));
    writer.transaction(() => writer.saveRing("a", state));
    writer.close();
    begin(path, true);
    const [first, second] = [openWriter(path, 1), openWriter(path)];
    assert.deepEqual({ ...first.ring("a") }, state);
    assert.equal(second.ring("a"), undefined);
    finishRecording(path, { recording: 1, endedMs: STARTED_MS, status: "exited 0" });
    assert.equal(first.ring("a"), undefined);
    first.close();
    second.close();
  });
});

test("a writer adds to the recording that it was opened for, though a newer one has begun", () => {
  withPath((path) => {
    begin(path);
    begin(path, true);
    const writer = openWriter(path, 1);
    writer.addProcess({ pid: 1, parentPid: 0, runtime: "node 24", command: "x", transport: "shared" });
    const reader = openReader(path);
    assert.deepEqual(reader.query("SELECT recording, transport FROM processes", []).map((row) => ({ ...row })), [
      { recording: 1, transport: "shared" },
    ]);
    reader.close();
    writer.close();
  });
});
