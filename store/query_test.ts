import assert from "node:assert/strict";
import { test } from "node:test";
import { runQuery } from "./query.ts";
import { openReader } from "./reader.ts";
import { begin, withPath } from "./testing.ts";

function result(path: string, text: string): { columns: string[]; rows: unknown[][] } {
  let found = { columns: [] as string[], rows: [] as unknown[][] };
  runQuery(path, text, ({ columns, rows }) => found = { columns, rows: [...rows] });
  return found;
}

test("a query gives its columns and rows, whole numbers in full", () =>
  withPath((path) => {
    begin(path);
    assert.deepEqual(result(path, "select 1 as a, 2 as a, 9223372036854775807, x'01ff', 1.5, null, 'x'").rows, [
      [1, 2, 9223372036854775807n, new Uint8Array([1, 255]), 1.5, null, "x"],
    ]);
    assert.deepEqual(result(path, "select 1 as a, 2 as a").columns, ["a", "a"]);
    assert.deepEqual(result(path, "-- which ones\n/* ; */ with t(x) as (values (1), (2)) select x from t;").rows, [
      [1],
      [2],
    ]);
    assert.deepEqual(result(path, "select ';' as \";\" -- ;").columns, [";"]);
    assert.equal(result(path, "explain query plan select * from calls").rows.length > 0, true);
    assert.deepEqual(result(path, "select cwd from recordings where 0").rows, []);
  }));

test("only one statement that reads is run", () =>
  withPath((path) => {
    begin(path);
    const refused: [string, RegExp][] = [
      ["delete from recordings", /only SELECT/],
      ["insert into recordings select * from recordings", /only SELECT/],
      ["drop table traces", /only SELECT/],
      ["pragma user_version = 7", /only SELECT/],
      ["attach 'other.sqlite' as other", /only SELECT/],
      ["vacuum into 'copy.sqlite'", /only SELECT/],
      ["", /only SELECT/],
      ["-- select 1", /only SELECT/],
      ["select 1; delete from recordings", /more than one statement/],
      ["select 1; /* */ ; x", /more than one statement/],
      ["with t as (select 1) delete from recordings", /cannot run the query: .*(readonly|read-only|query_only)/],
      ["select load_extension('x')", /cannot run the query/],
      ["select sum(value) from json_each('[9223372036854775807, 1]')", /cannot run the query: integer overflow/],
      ["select nosuch from calls", /cannot run the query: no such column: nosuch/],
      ["selec 1", /only SELECT/],
      ["select (", /cannot run the query/],
    ];
    for (const [text, message] of refused) {
      assert.throws(() => result(path, text), { name: "TstraceError", exitCode: 2, message }, text);
    }
    const reader = openReader(path);
    assert.equal(reader.recordings().length, 1);
    reader.close();
  }));

test("what goes wrong where the rows are used stays what it is", () =>
  withPath((path) => {
    begin(path);
    assert.throws(() =>
      runQuery(path, "select 1", () => {
        throw new RangeError("elsewhere");
      }), RangeError);
  }));
