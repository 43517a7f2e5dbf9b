import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { begin, named, withPath } from "./testing.ts";
import type { CounterRow } from "./types.ts";
import { openWriter } from "./writer.ts";

const NOTHING = { calls: 0, returns: 0, exceptions: 0, beginsLost: 0, endsLost: 0, duration: 0, running: 0 };
const ROW = {
  ...NOTHING,
  process: 1,
  function: 1,
  caller: 0,
  self: 0,
  waiting: 0,
  ownRecords: 0,
  runningRecords: 0,
  shortest: null,
  longest: null,
};

function counters(...rows: Partial<CounterRow>[]): { counters: CounterRow[]; durations: [] } {
  return { counters: rows.map((row) => ({ ...ROW, ...row })), durations: [] };
}

/** Has two writers add to statistics of the functions 1 and 2 of processes 1 and 2; gives the database. */
function withStatistics(body: (db: DatabaseSync) => void): void {
  withPath((path) => {
    begin(path);
    const writers = [openWriter(path), openWriter(path)];
    const processes = writers.map((writer, i) => {
      return writer.addProcess({ pid: i, parentPid: 0, runtime: "node", command: "x" });
    });
    const ids = writers[0].addFunctions("/home/ada/shop/src/cart.ts", [named("load", 1), named("item", 5)]);
    assert.deepEqual([ids, processes], [[1, 2], [1, 2]]);
    const ended = {
      calls: 10,
      returns: 8,
      exceptions: 1,
      duration: 900,
      running: 700,
      self: 500,
      waiting: 200,
      ownRecords: 30,
      runningRecords: 40,
    };
    for (const [i, writer] of writers.entries()) {
      writer.transaction(() => {
        writer.addStatistics(
          counters({ ...ended, shortest: 5 + i, longest: 300 + i }, { function: 2, caller: 1, calls: 1 }),
        );
        writer.addStatistics(counters({ process: 2, beginsLost: 2, returns: 2, endsLost: 1, calls: 1 }));
        const durations = [[5, 51], [100, 40], [1000, 9], [9000, 1 + i]] as const;
        writer.addStatistics({ counters: [], durations: [{ process: 1 + i, function: 1, durations }] });
      });
    }
    for (const writer of writers) writer.close();
    const db = new DatabaseSync(path);
    try {
      body(db);
    } finally {
      db.close();
    }
  });
}

test("what several writers counted of the same calls adds up", () => {
  withStatistics((db) => {
    const rows = db.prepare("SELECT * FROM counters ORDER BY process, function").all();
    assert.deepEqual(rows.map((row) => Object.values(row)), [
      [1, 1, 0, 20, 16, 2, 0, 0, 1800, 1400, 1000, 400, 60, 80, 5, 301],
      [1, 2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null],
      [2, 1, 0, 2, 4, 0, 4, 2, 0, 0, 0, 0, 0, 0, null, null],
    ]);
  });
});

test("the view statistics has a row a function, over all processes and callers", () => {
  withStatistics((db) => {
    assert.deepEqual(db.prepare("SELECT * FROM statistics").all().map((row) => ({ ...row })), [
      {
        ...{ module: "src/cart.ts", func: "load", line: 1, calls: 22, returns: 20, exceptions: 2, unfinished: 2 },
        ...{ begins_lost: 4, ends_lost: 2, total: 1400, self: 1000, waiting: 400, average: 100 },
        ...{ median: 5, p99: 9000, shortest: 5, longest: 301, callers: 0, function: 1 },
      },
      {
        ...{ module: "src/cart.ts", func: "item", line: 5, calls: 2, returns: 0, exceptions: 0, unfinished: 2 },
        ...{ begins_lost: 0, ends_lost: 0, total: 0, self: 0, waiting: 0, average: null },
        ...{ median: null, p99: null, shortest: null, longest: null, callers: 1, function: 2 },
      },
    ]);
  });
});

test("the view callers has a row a pair of caller and function", () => {
  withStatistics((db) => {
    const rows = db.prepare("SELECT caller, func, calls, unfinished FROM callers ORDER BY func").all();
    assert.deepEqual(rows.map((row) => Object.values(row)), [["load", "item", 2, 2], [null, "load", 22, 2]]);
  });
});

test("what a transaction added is gone with it", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    writer.addProcess({ pid: 1, parentPid: 0, runtime: "node", command: "x" });
    writer.addFunctions("/a.ts", [named("f")]);
    assert.throws(() =>
      writer.transaction(() => {
        writer.addStatistics(counters({ calls: 1 }));
        throw new Error("stop");
      }), /stop/);
    writer.close();
    const db = new DatabaseSync(path);
    assert.deepEqual(db.prepare("SELECT * FROM counters").all(), []);
    db.close();
  });
});
