import assert from "node:assert/strict";
import { test } from "node:test";
import { paintRow } from "./paint_row.ts";
import { readHtml, written } from "./testing.ts";
import { ticks } from "./ruler.ts";

const BACK = 0xff000000;

test("a pixel is painted where something ran in it, and only there, at every zoom", async () => {
  const { threads } = await readHtml(
    written((r) => {
      let seed = 3;
      const below = (limit: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) % limit;
      for (let i = 0; i < 3000; i++) {
        r.tick(below(20) === 0 ? 40_000 : 10 + below(60));
        const call = r.call(`f${below(5)}`);
        r.tick(below(30) === 0 ? 20_000 : 10 + below(60));
        r.end(call);
      }
    }).html,
  );
  const [data] = threads;
  const colours = { back: BACK, bad: 1, functions: new Uint32Array(5).fill(0xffffffff) };
  const line = new Uint32Array(400);
  for (const step of [50_000, 7_001, 900, 40, 3]) {
    for (const from of [0, 123_456, 5_000_000]) {
      paintRow(line, data, 0, { from, step }, colours);
      for (let x = 0; x < line.length; x++) {
        const busy = data.busyWithin(0, from + x * step, from + (x + 1) * step);
        const isPainted = line[x] !== BACK;
        // A slice that is wider than a pixel ends at a whole one, and has a gap.
        const near = [...line.slice(Math.max(0, x - 2), x + 3)].some((colour) => (colour !== BACK) !== isPainted);
        if (!near) assert.equal(isPainted, busy > 0, `step ${step}, from ${from}, pixel ${x}, ${busy} ns`);
        if (busy > 0 && step >= 7_001) assert.ok(isPainted || near, `step ${step}, from ${from}, pixel ${x}`);
      }
    }
  }
});

test("the more of a pixel's time was busy, the stronger it is painted", async () => {
  const { threads } = await readHtml(
    written((r) => {
      for (const busy of [100, 900]) {
        for (let i = 0; i < 1000; i++) {
          r.tick(1000 - busy);
          const call = r.call("f");
          r.tick(busy);
          r.end(call);
        }
      }
    }).html,
  );
  const line = new Uint32Array(20);
  const functions = new Uint32Array(1).fill(0xffffffff);
  paintRow(line, threads[0], 0, { from: 0, step: 100_000 }, { back: BACK, bad: 1, functions });
  assert.ok((line[2] & 255) + 50 < (line[17] & 255), `${line[2] & 255} ${line[17] & 255}`);
});

test("how long a row was busy is exact for any stretch", async () => {
  const { threads } = await readHtml(
    written((r) => {
      for (let i = 0; i < 50; i++) {
        r.tick(100 + i);
        const call = r.call("f");
        r.tick(200 + 3 * i);
        r.end(call);
      }
    }).html,
  );
  const [data] = threads;
  for (let from = 0; from < 20_000; from += 137) {
    for (const length of [1, 50, 333, 7000]) {
      let sum = 0;
      for (let slice = 0; slice < data.start.length; slice++) {
        sum += Math.max(0, Math.min(data.end(slice), from + length) - Math.max(data.start[slice], from));
      }
      assert.equal(data.busyWithin(0, from, from + length), sum);
    }
  }
});

test("a ruler has round times that differ", () => {
  for (const [from, to] of [[0, 7.6e7], [1.2345e9, 1.2346e9], [500, 620], [0, 3.6e12]]) {
    const found = ticks(from, to, 8);
    assert.ok(found.length >= 2 && found.length <= 9, `${found.length}`);
    assert.equal(new Set(found.map(({ label }) => label)).size, found.length, JSON.stringify(found));
  }
  assert.deepEqual(ticks(0, 1000, 5).map(({ label }) => label).slice(0, 2), ["0 ns", "200 ns"]);
});
