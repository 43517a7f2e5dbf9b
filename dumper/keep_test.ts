import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import type { TraceRow } from "../store/mod.ts";
import type { FakeStore } from "./fake_store.ts";
import { Model, stored } from "./test_keep.ts";
import type { Triggers } from "./triggers.ts";

const SEED = Number(process.env.TSTRACE_TEST_SEED ?? 20261123);
const PROGRAMS = 12;
const STEPS = 400;

const filters: Record<string, (row: TraceRow, func: string) => boolean> = {
  "func == 'h' and kind == 'call'": ({ kind }, func) => func === "h" && kind === Kind.CALL,
  "func == 'fail' and kind == 'exception'": ({ kind }, func) => func === "fail" && kind === Kind.EXCEPTION,
  "arg.n > 900": ({ kind, args }) => kind === Kind.CALL && Number(args?.split("\x1f")[1]) > 900,
  "duration > 1ms or depth == 5": ({ duration, depth }) => (duration ?? 0) > 1e6 || depth === 5,
};
const [call, exception, argument, long] = Object.keys(filters);

const choices: Record<string, Omit<Triggers, "cwd" | "startedMs">> = {
  "slower": { slowerNs: 100_000 },
  "from": { from: argument },
  "until": { until: exception },
  "from and until": { from: call, until: exception },
  "from and until the same": { from: long, until: long },
  "around, traces": { around: exception, window: { traces: 5 } },
  "around a call, traces": { around: argument, window: { traces: 2 } },
  "around, time": { around: exception, window: { ns: 60_000 } },
  "around, nothing": { around: argument, window: { traces: 0 } },
  "exception": { exceptionNs: 3_000_000 },
  "stall": { stallNs: 400_000 },
  "from, slower": { from: argument, until: exception, slowerNs: 50_000 },
  "around, slower": { around: exception, window: { traces: 20 }, slowerNs: 50_000 },
  "exception, around": { exceptionNs: 20_000_000, around: call, window: { ns: 50_000 } },
  "all": { from: argument, slowerNs: 1000, stallNs: 50_000, around: long, window: { traces: 50 } },
};

for (const [name, choice] of Object.entries(choices)) {
  test(`what triggers keep of random programs is what a model picks: ${name}`, () => {
    const triggers = { ...choice, cwd: "/shop", startedMs: 0 };
    let kept = 0;
    let all = 0;
    for (let seed = SEED; seed < SEED + PROGRAMS; seed++) {
      const whole = stored(seed, STEPS);
      const part = stored(seed, STEPS, triggers);
      const expected = new Model(whole).kept(triggers, (filter, row, func) => filters[filter](row, func));
      const times = (rows: readonly TraceRow[]): number[] => rows.map(({ at }) => at).toSorted((a, b) => a - b);
      assert.deepEqual(times(part.rows), times(expected), `seed ${seed}`);
      assert.equal(part.leftOut, whole.rows.length - part.rows.length, `seed ${seed}`);
      checkLinks(whole, part);
      const counted = ({ counters }: typeof whole): number => counters.reduce((sum, { calls }) => sum + calls, 0);
      // Where nothing more can be kept, the program is told to record nothing more.
      if (choice.until === undefined || choice.from !== undefined) assert.equal(counted(part), counted(whole));
      kept += part.rows.length;
      all += whole.rows.length;
    }
    // A trigger that keeps nothing, or everything, would prove little.
    assert.ok(kept > all / 50 && kept < all * 0.98, `${kept} of ${all}`);
  });
}

/** What is kept says the same as in the whole recording, and its calls are the same calls. */
function checkLinks(whole: FakeStore, part: FakeStore): void {
  const original = new Map(whole.rows.map((row) => [row.at, row]));
  const wholeAt = new Map(whole.rows.map(({ id, at }) => [id, at]));
  const partAt = new Map(part.rows.map(({ id, at }) => [id, at]));
  const kept = new Set(partAt.values());
  for (const row of part.rows) {
    const { call, parent, leave, function: fn, ...rest } = original.get(row.at)!;
    assert.deepEqual({ ...row, ...rest, id: row.id }, row);
    assert.equal(part.functions[row.function! - 1]?.name, whole.functions[fn! - 1]?.name);
    assert.equal(partAt.get(row.call ?? 0), wholeAt.get(call ?? 0));
    assert.equal(partAt.get(row.leave ?? 0), wholeAt.get(leave ?? 0));
    const known = wholeAt.get(parent ?? 0);
    // A caller that had ended when the row of its call came to be needed is not known any more.
    const isGone = row.parent === null && known !== undefined && original.get(known)!.leave !== null;
    if (!isGone) assert.equal(partAt.get(row.parent ?? 0), kept.has(known!) ? known : undefined);
  }
}
