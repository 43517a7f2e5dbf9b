import assert from "node:assert/strict";
import { test } from "node:test";
import type { Trace } from "../store/mod.ts";
import { type RecordingControls, toggleMuted, togglePaused } from "./controls.ts";

/** Controls that remember what they were told. */
function remembering(): RecordingControls & { told: unknown[] } {
  const told: unknown[] = [];
  const muted = new Set<string>();
  let paused = false;
  return {
    told,
    pause: (database) => {
      told.push(database);
      paused = !paused;
      return Promise.resolve(paused);
    },
    mute: (database, fn) => {
      told.push([database, fn]);
      if (!muted.delete(fn.name)) muted.add(fn.name);
      return Promise.resolve(muted.has(fn.name));
    },
  };
}

test("M mutes the function of the row and records it again, P pauses and goes on", async () => {
  const controls = remembering();
  const trace = { func: "Cart.total\x1b", module: "/shop/cart.ts", line: 12 } as Trace;
  const message = await toggleMuted(trace, controls, "a.sqlite");
  assert.match(message, /^Cart\.total.* is recorded no longer/);
  assert.ok(!message.includes("\x1b"));
  assert.match(await toggleMuted(trace, controls, "a.sqlite"), / is recorded again$/);
  const fn = { name: "Cart.total\x1b", module: "/shop/cart.ts", line: 12 };
  assert.deepEqual(controls.told, [["a.sqlite", fn], ["a.sqlite", fn]]);
  assert.match(await togglePaused(controls, "a.sqlite"), /is paused/);
  assert.match(await togglePaused(controls, "a.sqlite"), /goes on/);
});

test("where nothing runs, or the row has no function, that is said", async () => {
  const none: RecordingControls = { pause: () => Promise.resolve(undefined), mute: () => Promise.resolve(undefined) };
  const trace = { func: "f", module: "/a.ts", line: 1 } as Trace;
  for (const controls of [undefined, none]) {
    assert.match(await toggleMuted(trace, controls, "a"), /No recording/);
    assert.match(await togglePaused(controls, "a"), /No recording/);
  }
  assert.match(await toggleMuted({ ...trace, func: null }, remembering(), "a"), /no function/);
  assert.match(await toggleMuted(undefined, remembering(), "a"), /no function/);
});
