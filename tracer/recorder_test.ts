import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderFloat } from "../ring/layout.ts";
import { fillSlots } from "./instrument/edits.ts";
import { instrument } from "./instrument/instrument.ts";
import { probes } from "./probes.ts";
import { TestRing } from "./testing.ts";

/**
 * Runs a module with probes, and then the function `main` that it gives to `out`. `tick` in it does what the ring's reader
 * does. The clock goes on by 10 at each reading, and has been read once before.
 */
function record(body: string, ticks = true): { readings: number; elapsed: number[] } {
  const ring = new TestRing({ ticks });
  const { code, slots, probes: name } = instrument(body, { typescript: false, jsx: false });
  const out: { main?: () => void } = {};
  const tick = (ns: number): void => void (ring.writer.floats[HeaderFloat.TICK_NS] = ns);
  new Function(name, "tick", "out", fillSlots(code, slots, 0))(probes, tick, out);
  out.main?.();
  return { readings: ring.readings - 1, elapsed: ring.records().map(({ record }) => Number(record.elapsed)) };
}

test("with coarse times the clock is read where the outermost calls begin and end alone", () => {
  const { readings, elapsed } = record(`
function inner() {}
function outer() { tick(1000); inner(); tick(2500); inner(); }
outer();`);
  // The module begins at 20. Its end, at 30, is before what ticks have told: it takes no time.
  assert.deepEqual(elapsed, [10, 0, 980, 0, 1500, 0, 0, 0]);
  assert.equal(readings, 2);
});

test("what the event loop calls is timed by the clock, up to where it waits", () => {
  const { readings, elapsed } = record(`
function inner() {}
out.main = async () => { inner(); await null; };`);
  // Begin and end of the module; begin and wait of the function; what it calls not.
  assert.equal(readings, 4);
  assert.deepEqual(elapsed, [10, 10, 10, 0, 0, 10]);
});

test("time never goes back where a tick is older than the clock, and never jumps where it is none", () => {
  for (const tick of ["0", "-1e9", "NaN", "Infinity", "1e300"]) {
    const { elapsed } = record(`
function inner() {}
tick(${tick});
inner();`);
    assert.deepEqual(elapsed, [10, 0, 0, 10], tick);
  }
});

test("between ticks the clock is read at every 32nd record", () => {
  const { readings, elapsed } = record(`
function inner() {}
for (let i = 0; i < 160; i++) inner();`);
  assert.equal(elapsed.length, 322);
  const timed = elapsed.flatMap((ns, i) => ns > 0 ? [i] : []);
  assert.deepEqual(timed, [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 321]);
  assert.equal(readings, 12);
});

test("with exact times the clock is read for each record, whatever ticks there are", () => {
  const { readings, elapsed } = record("function f() {}\ntick(1e6);\nf();", false);
  assert.deepEqual(elapsed, [10, 10, 10, 10]);
  assert.equal(readings, 4);
});
