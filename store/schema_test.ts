import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { args, begin, named, row, withPath } from "./testing.ts";
import { openWriter } from "./writer.ts";

const HOSTILE = String.raw`"a", \u001e \\u001f '; DROP TABLE traces; -- ]]`;

function fill(path: string): void {
  begin(path);
  const writer = openWriter(path);
  const thread = writer.addThread(
    writer.addProcess({ pid: 7, parentPid: 1, runtime: "deno 2.9.5", command: "deno run main.ts" }),
    2,
    "main",
  );
  const [total] = writer.addFunctions("/home/ada/shop/src/cart.ts", [named("Cart.total", 12)]);
  const [boot] = writer.addFunctions("/opt/lib.ts", [named("boot", 3)]);
  const call = args(["items", '[{sku: "x1"}]', "Array"], ["rate", "0.2", "number"]);
  writer.transaction(() =>
    writer.insert([
      row({ id: 1, thread, function: total, args: call, leave: 2, at: 41_999 }),
      row({
        id: 2,
        thread,
        function: total,
        kind: 1,
        call: 1,
        duration: 5,
        args: args(["return value", "1", "number"]),
      }),
      row({ id: 3, thread, function: boot, parent: 1, depth: 1, leave: 4 }),
      row({
        id: 4,
        thread,
        function: boot,
        kind: 2,
        call: 3,
        duration: 9,
        args: args(["exception", HOSTILE, "Error"]),
      }),
      row({ id: 5, thread, function: boot }),
    ])
  );
  writer.close();
}

test("the view calls has a row a call, with result or exception", () => {
  withPath((path) => {
    fill(path);
    const db = new DatabaseSync(path);
    const rows = db.prepare("SELECT * FROM calls ORDER BY id").all().map((found) => Object.values(found));
    const second = rows[0].splice(1, 1)[0] as string;
    assert.match(second, /^2026-11-2\d \d\d:\d\d:04\.000041$/);
    rows.slice(1).forEach((found) => found.splice(1, 1));
    assert.deepEqual(rows, [
      [1, 41_999, 7, 2, "src/cart.ts", "Cart.total", 12, 'items = [{sku: "x1"}], rate = 0.2', "1", null, 5, null, 0],
      [3, 3000, 7, 2, "/opt/lib.ts", "boot", 3, null, null, HOSTILE, 9, 1, 1],
      [5, 5000, 7, 2, "/opt/lib.ts", "boot", 3, null, null, null, null, null, 0],
    ]);
    db.close();
  });
});

test("the view args has a row an argument, whatever its value holds", () => {
  withPath((path) => {
    fill(path);
    const db = new DatabaseSync(path);
    assert.deepEqual(db.prepare("SELECT * FROM args ORDER BY trace, name").all().map((found) => Object.values(found)), [
      [1, "items", "Array", '[{sku: "x1"}]'],
      [1, "rate", "number", "0.2"],
      [2, "return value", "number", "1"],
      [4, "exception", "Error", HOSTILE],
    ]);
    const plan = db.prepare("EXPLAIN QUERY PLAN SELECT * FROM args WHERE trace = 4").all();
    assert.match(String(plan[0].detail), /INTEGER PRIMARY KEY \(rowid=\?\)/);
    db.close();
  });
});

test("the sqlite3 shell reads the views, where there is one", () => {
  withPath((path) => {
    fill(path);
    const shell = spawnSync("sqlite3", [path, "SELECT func, args, result FROM calls LIMIT 1"], { encoding: "utf8" });
    if (shell.error) return;
    assert.equal(shell.stderr, "");
    assert.equal(shell.stdout, 'Cart.total|items = [{sku: "x1"}], rate = 0.2|1\n');
  });
});
