import assert from "node:assert/strict";
import { test } from "node:test";
import { summaryLine } from "./summary.ts";

test("numbers are grouped and seconds have two digits", () => {
  const line = summaryLine({
    kept: 1234567,
    lost: 0,
    leftOut: 0,
    muted: 0,
    counted: 0,
    shallow: 0,
    seconds: 0.3149,
    database: "traces.sqlite",
    status: "exited 0",
  });
  assert.equal(line, "1 234 567 traces kept, 0 lost, 0.31 s, traces.sqlite");
});

test("one trace is one trace", () => {
  assert.equal(
    summaryLine({
      kept: 1,
      lost: 1000,
      leftOut: 1234,
      muted: 1,
      counted: 48213,
      shallow: 2000,
      seconds: 61,
      database: "a",
      status: "killed by SIGSEGV",
    }),
    "1 trace kept, 1 000 lost, 1 234 left out, 1 call muted, 48 213 calls only counted, 2 000 with less of values, 61.00 s, a; killed by SIGSEGV",
  );
});
