import assert from "node:assert/strict";
import { test } from "node:test";
import type { Recorder } from "../../analysis/testing.ts";
import { parseArguments } from "../../filter/arguments.ts";
import { withoutTracing } from "../../analysis/mod.ts";
import { layOut } from "./merged.ts";
import { readHtml, written } from "./testing.ts";

/** Calls of all sorts in three threads, many enough for several blocks. */
function program(r: Recorder): void {
  let seed = 7;
  const below = (limit: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) % limit;
  const stacks: number[][] = [[], [], [], []];
  const waiting: number[][] = [[], [], [], []];
  for (let step = 0; step < 6000; step++) {
    r.thread = 1 + (below(50) === 0 ? below(3) : r.thread - 1);
    const [stack, aside] = [stacks[r.thread], waiting[r.thread]];
    r.tick(50 + below(500));
    const what = below(100);
    if (what < 45 && stack.length < 20) stack.push(r.call(`f${below(30)}`, ["n", String(step), "number"]));
    else if (what < 48 && stack.length > 0) {
      const call = stack.pop() as number;
      r.wait(call);
      aside.push(call);
    } else if (what < 51 && aside.length > 0) {
      const call = aside.splice(below(aside.length), 1)[0];
      r.resume(call);
      stack.push(call);
    } else if (what === 52 && aside.length > 0) r.end(aside.pop() as number, "aside", "string");
    else if (what === 53) r.log("mark", ["step", String(step), "number"]);
    else if (what === 54) r.lost(3);
    else if (stack.length > 0 && what < 60) r.fail(stack.pop() as number, `Error: ${step}`);
    else if (stack.length > 0) r.end(stack.pop() as number, String(step), "number");
  }
}

test("what the page counts of each function is what the statistics say", async () => {
  const { html, statistics } = written(program, { blockSize: 100 });
  const { meta, totals } = await readHtml(html);
  assert.equal(meta.functions.length, statistics.rows.length);
  for (const row of statistics.rows) {
    const f = meta.functions.findIndex(([name]) => name === row.name);
    const found = {
      ...{ calls: totals.calls[f], exceptions: totals.exceptions[f], unfinished: totals.calls[f] - totals.ended[f] },
      ...{ total: totals.total[f], running: totals.running[f], self: totals.self[f], max: totals.max[f] },
      gap: totals.gap[f] === 1,
    };
    const { calls, exceptions, unfinished, total, running, self, max, gap } = row;
    assert.deepEqual(found, { calls, exceptions, unfinished, total, running, self, max, gap }, row.name);
  }
});

test("what tracing has cost is taken off as it is off the statistics, and off the merged flame graph", async () => {
  const cost = 40;
  const { html, statistics } = written(program, { blockSize: 100, recordCost: cost });
  const { meta, totals, tree } = await readHtml(html);
  for (const row of statistics.rows) {
    const f = meta.functions.findIndex(([name]) => name === row.name);
    const { total, running, self, max } = withoutTracing(row, cost);
    assert.ok(self < row.self && total < row.total);
    assert.deepEqual([totals.self[f], totals.total[f], totals.running[f]], [self, total, running], row.name);
    assert.ok(Math.abs(totals.max[f] - max) < 1e-6);
  }
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);
  assert.equal(sum(tree.self), sum(totals.self));
  assert.ok(meta.notes.some((note) => note.includes("less 40 ns for each trace")), meta.notes.join());
});

test("every call has its values, its place on the stack, and its trace", async () => {
  const { html } = written(program, { blockSize: 100 });
  const { threads, values } = await readHtml(html);
  let calls = 0;
  for (const [number, data] of threads.entries()) {
    for (let call = 0; call < data.func.length; call++, calls++) {
      const [argument] = parseArguments(await values[number].text(data.beginEvent[call]) ?? null);
      assert.equal(argument.name, "n");
      const slices = data.slicesOf(call);
      assert.equal(data.start[slices[0]], data.began[call]);
      for (const slice of slices) {
        assert.equal(data.call[slice], call);
        const row = data.rowOf(slice);
        assert.ok(slice >= data.rows[row] && slice < data.rows[row + 1]);
      }
      const { running, self } = data.running(call);
      assert.ok(self >= 0 && self <= running && running <= data.duration(call));
      const parent = data.parent[call];
      if (parent >= 0) assert.ok(data.began[parent] <= data.began[call]);
      if (call > 0) assert.ok(await values[number].id(call) > await values[number].id(call - 1));
    }
    for (const { call } of data.thrown) {
      const [value] = parseArguments(await values[number].text(data.endEvent[call]) ?? null);
      assert.match(value.value, /^Error: \d+$/);
    }
    for (let row = 0; row < data.depth; row++) {
      for (let slice = data.rows[row] + 1; slice < data.rows[row + 1]; slice++) {
        assert.ok(data.start[slice] >= data.end(slice - 1), "slices of a row follow one another");
      }
    }
  }
  assert.ok(calls > 2000);
});

test("the merged flame graph is as wide as all that ran, and no child is wider than its parent", async () => {
  const { tree, totals } = await readHtml(written(program).html);
  const { data, node } = layOut(tree);
  const sum = totals.self.reduce((a, b) => a + b, 0);
  assert.equal(data.end(data.rows[1] - 1), sum);
  assert.equal(new Set(node).size, tree.func.length - 1);
  for (let call = 0; call < data.func.length; call++) {
    const parent = data.parent[call];
    if (parent < 0) continue;
    assert.ok(data.began[call] >= data.began[parent] && data.ended[call] <= data.ended[parent]);
  }
});

test("an exception that leaves several calls is one", async () => {
  const { threads } = await readHtml(
    written((r) => {
      const outer = r.call("outer");
      const inner = r.call("inner");
      r.fail(inner);
      r.fail(outer);
      r.fail(r.call("other"));
    }).html,
  );
  assert.deepEqual(threads[0].thrown, [{ call: 1, left: 2 }, { call: 2, left: 1 }]);
});

test("what a filter leaves out is not there, and the page says so", async () => {
  const { meta, threads } = await readHtml(written(program, { filter: "func == 'f3'" }).html);
  assert.deepEqual(meta.functions.map(([name]) => name), ["f3"]);
  assert.ok(threads.some(({ func }) => func.length > 0));
  assert.ok(meta.notes.includes("self times hold those of calls that the filter left out"));
});

test("values beyond the budget are left out, counted, and told from values that are not there", async () => {
  const { meta, threads, values } = await readHtml(written(program, { maxValues: 1000 }).html);
  assert.ok(meta.notes.some((note) => /^\d+ arguments and results are left out/.test(note)), meta.notes.join());
  const texts = await Promise.all([...threads[0].beginEvent].map((event) => values[0].text(event)));
  assert.ok(texts.includes(undefined) && texts.some((text) => typeof text === "string"));
});

test("nothing that was recorded is text of the page", async () => {
  const evil = "</script><script>alert(1)</script><!--";
  const { html } = written((r) => r.end(r.call(evil, ["a", evil, "string"]), evil, "string"));
  assert.equal(html.toLowerCase().split("alert").length, 1);
  const { meta, threads, values } = await readHtml(html);
  assert.equal(meta.functions[0][0], evil);
  const [argument] = parseArguments(await values[0].text(threads[0].beginEvent[0]) ?? null);
  assert.equal(argument.value, evil);
});

test("a recording without traces is a report without calls", async () => {
  const { meta, threads } = await readHtml(written(() => {}).html);
  assert.deepEqual([meta.traces, meta.from, meta.to, threads.length], [0, 0, 0, 0]);
});
