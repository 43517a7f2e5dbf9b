import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Header } from "../ring/mod.ts";
import { FakeStore } from "./fake_store.ts";
import { Service } from "./service.ts";
import { MODULE } from "./test_host.ts";
import { int, TestWriter } from "./test_writer.ts";
import type { DumperMessage } from "./types.ts";

/** A service over a store in memory, with a clock that the test moves. */
function setUp(maxTraces = 0) {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-service-"));
  const database = join(directory, "traces.sqlite");
  writeFileSync(database, "");
  const writer = new TestWriter({ blockCount: 2 });
  const world = {
    directory,
    database,
    writer,
    store: new FakeStore(),
    messages: [{ type: "module", module: MODULE }] as DumperMessage[],
    problems: [] as string[],
    time: 0,
    service: null as unknown as Service,
    locked: false,
    start(): Service {
      const service = new Service({ database, maxTraces }, {
        openWriter: () => {
          if (world.locked) throw new Error("database is locked");
          return world.store;
        },
        receive: () => world.messages.shift(),
        report: (message) => world.problems.push(message),
        now: () => world.time,
      });
      const process = { pid: 1, parentPid: 2, runtime: "test 1", command: "test" };
      service.take({ type: "ring", ring: writer.buffer, threadName: "main", process });
      return service;
    },
    /** Lets time pass, with a round every 5 ms. */
    pass(milliseconds: number): void {
      for (const end = world.time + milliseconds; world.time < end;) {
        world.time += 5;
        world.service.round();
      }
    },
    /** Asks for a flush; whether it is answered within so many milliseconds. */
    flushed(milliseconds: number): boolean {
      const wanted = Atomics.add(writer.ring.ints, Header.FLUSH, 1) + 1;
      world.pass(milliseconds);
      return writer.ring.ints[Header.DRAINED] === wanted;
    },
    end: () => rmSync(directory, { recursive: true, force: true }),
  };
  world.service = world.start();
  return world;
}

test("a process without a call is in the database all the same", () => {
  const world = setUp();
  world.pass(30);
  assert.deepEqual([world.store.processes.length, world.store.threads.length], [1, 1]);
  const { transactions } = world.store;
  world.pass(1000);
  assert.equal(world.store.transactions, transactions);
  world.end();
});

test("records are stored within 30 ms, and at once where they are waited for", () => {
  const world = setUp();
  world.pass(100);
  world.writer.call(0, 0);
  world.pass(30);
  assert.equal(world.store.rows.length, 1);
  world.writer.call(0, 0);
  assert.equal(world.flushed(5), true);
  assert.equal(world.store.rows.length, 2);
  world.end();
});

test("a database that is locked is waited for, with a message only when it takes long", () => {
  const world = setUp();
  world.pass(30);
  world.store.failure = new Error("database is locked");
  world.writer.call(0, 0);
  assert.equal(world.flushed(1000), false);
  assert.deepEqual(world.problems, []);
  assert.equal(world.flushed(5000), true);
  assert.deepEqual(world.problems, ["traces cannot be stored for now: database is locked"]);
  world.store.failure = null;
  world.writer.call(1, 0, [int(1), int(2)]);
  assert.equal(world.flushed(500), true);
  assert.deepEqual(world.store.rows.map((row) => row.lost ?? row.args), [
    null,
    "\x1ea\x1f1\x1fnumber\x1eb\x1f2\x1fnumber\x1e",
  ]);
  assert.equal(world.problems.length, 1);
  world.end();
});

test("a database that is locked from the start is waited for, and what came meanwhile is stored", () => {
  const world = setUp();
  world.locked = true;
  world.service = world.start();
  world.writer.call(0, 0, [int(7)]);
  world.pass(2000);
  assert.equal(world.store.rows.length, 0);
  assert.deepEqual(world.problems, []);
  world.locked = false;
  world.pass(200);
  assert.deepEqual(world.store.rows.map((row) => row.args), ["\x1eitems\x1f7\x1fnumber\x1e"]);
  assert.deepEqual([world.service.trouble, world.problems], [undefined, []]);
  world.end();
});

test("a process that ends while the database is locked is let go of when it is stored", () => {
  const world = setUp();
  world.locked = true;
  world.service = world.start();
  world.writer.call(0, 0, [int(7)]);
  world.service.take({ type: "dead", source: "" });
  world.pass(5000);
  assert.deepEqual([world.service.finished, world.service.trouble?.locked], [false, true]);
  assert.deepEqual(world.problems, ["traces cannot be stored for now: database is locked"]);
  world.locked = false;
  world.pass(200);
  assert.deepEqual([world.service.finished, world.store.rows.length], [true, 1]);
  world.end();
});

test("a full disk is one message, and storing goes on when there is room again", () => {
  const world = setUp(100);
  world.pass(30);
  world.store.failure = new Error("database or disk is full\n(13)");
  for (let i = 0; i < 500; i++) {
    world.writer.call(0, 0, [int(i)]);
    world.pass(5);
  }
  assert.equal(world.flushed(5), true);
  assert.deepEqual(world.problems, ["traces cannot be stored for now: database or disk is full (13)"]);
  world.store.failure = null;
  world.writer.call(0, 0, [int(500)]);
  assert.equal(world.flushed(500), true);
  assert.equal(world.store.rows.at(-1)?.args, "\x1eitems\x1f500\x1fnumber\x1e");
  // All that came since the first failure was kept in the queue, as far as it would be kept in the database.
  assert.equal(world.store.rows.length, 100);
  assert.equal(world.store.rows.filter((row) => row.lost !== null).length, 0);
  world.end();
});

test("a database that was deleted stops the recording with one message, and nobody is kept waiting", () => {
  const world = setUp();
  world.pass(30);
  rmSync(world.database);
  world.writer.call(0, 0);
  world.pass(1100);
  world.writer.call(0, 0);
  assert.equal(world.flushed(2000), true);
  assert.equal(world.problems.length, 1);
  assert.match(world.problems[0], /was deleted or replaced/);
  assert.equal(world.writer.ring.ints[Header.CONTROL], 0);
  assert.equal(world.store.closed, true);
  assert.equal(world.flushed(5), true);
  world.end();
});

test("a database that is damaged stops the recording", () => {
  const world = setUp();
  world.pass(30);
  world.store.failure = new Error("database disk image is malformed");
  world.writer.call(0, 0);
  assert.equal(world.flushed(10), true);
  assert.deepEqual(world.problems, ["traces are no longer stored: database disk image is malformed"]);
  assert.equal(world.service.stopped, true);
  world.end();
});

test("a ring that was closed is let go of when all of it is stored", () => {
  const world = setUp();
  const other = new TestWriter({ tid: 2 });
  world.messages.push({ type: "ring", ring: other.buffer, threadName: "worker" });
  other.call(0, 0);
  other.ring.ints[Header.STATE] = 1;
  world.pass(100);
  assert.deepEqual(world.store.threads.map((thread) => thread.name), ["main", "worker"]);
  assert.equal(world.store.rows.length, 1);
  const seen = other.ring.ints[Header.READER];
  world.pass(100);
  assert.equal(other.ring.ints[Header.READER], seen);
  world.end();
});
