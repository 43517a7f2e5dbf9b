import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { finishRecording } from "./finish.ts";
import { begin, named, withPath } from "./testing.ts";
import type { HeldRow } from "./types.ts";
import { openWriter } from "./writer.ts";

const NONE = { muted: 0, calls: 0, exceptions: 0, duration: 0, running: 0, shortest: 0, longest: 0, kept: 0 };

test("what is held back is noted in whole and counted once, however often it is told", () => {
  withPath((path) => {
    begin(path);
    const writer = openWriter(path);
    const process = writer.addProcess({ pid: 1, parentPid: 0, runtime: "node", command: "x" });
    const thread = writer.addThread(process, 1, "main");
    const [hot] = writer.addFunctions("/home/ada/shop/src/cart.ts", [named("hot", 1)]);
    const row: HeldRow = { thread, number: 7, function: hot, ...NONE };
    const first = { calls: 10, exceptions: 1, duration: 100, running: 90, shortest: 5, longest: 20, kept: 1 };
    const then = { calls: 15, exceptions: 1, duration: 160, running: 150, shortest: 4, longest: 30, kept: 2 };
    for (const counts of [{ muted: 2 }, first, first, { ...then, muted: 2 }]) {
      writer.transaction(() => writer.holdBack(process, [{ ...row, ...counts }]));
    }
    writer.transaction(() => writer.holdBack(process, [{ ...row, number: -1, function: 0, muted: 3 }]));
    writer.close();
    const db = new DatabaseSync(path);
    try {
      const held = db.prepare("SELECT module, func, muted, counted, kept, longest FROM held ORDER BY func").all();
      assert.deepEqual(held.map((each) => ({ ...each })), [
        { module: null, func: null, muted: 3, counted: 0, kept: 0, longest: null },
        { module: "src/cart.ts", func: "hot", muted: 2, counted: 15, kept: 2, longest: 30 },
      ]);
      const statistics = db.prepare(
        "SELECT calls, returns, exceptions, total, average, shortest, longest FROM statistics",
      );
      assert.deepEqual({ ...statistics.get() }, {
        ...{ calls: 15, returns: 14, exceptions: 1, total: 150, average: 160 / 15, shortest: 4, longest: 30 },
      });
    } finally {
      db.close();
    }
    const { muted, counted } = finishRecording(path, { endedMs: 5, status: "exited 0" });
    assert.deepEqual([muted, counted], [5, 13]);
  });
});
