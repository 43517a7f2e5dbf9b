/**
 * What a snapshot of a value costs, beside `JSON.stringify` of the same value. Prints a line of JSON; `bench/mod.ts`
 * runs it in each runtime.
 *
 * @module
 */
import { beginCall, endCall, nextValue, unwind } from "../../tracer/recorder.ts";
import { best, startRing } from "./measure.ts";

const COUNT = 1000;

class Point {
  x: number;
  y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

/** Makes the how-manieth of a kind of value. */
const KINDS: Readonly<Record<string, (i: number) => unknown>> = {
  // Three levels, eight leaves.
  nested: (i) => ({
    id: i,
    paid: i % 2 === 0,
    total: i + 0.5,
    customer: { name: `name ${i}`, mail: "ada@example.org", address: { city: "Paris", zip: i, street: "Rue 1" } },
  }),
  instances: (i) => ({ from: new Point(i, 1), to: new Point(2, i) }),
  array: (i) => [i, 2, 3, 4, 5, 6, 7, 8],
  strings: (i) => [`the first string ${i}`, `a longer second string of some forty characters ${i}`],
  // As many leaves as one record holds.
  full: (i) => Array.from({ length: 8 }, (_, k) => ({ kind: k, pos: i, end: i + k, text: "word" })),
};

startRing();
const results: Record<string, { snapshot: number; json: number }> = {};
for (const [name, make] of Object.entries(KINDS)) {
  const values = Array.from({ length: 256 }, (_, i) => make(i));
  const empty = best(() => {
    for (let i = 0; i < COUNT; i++) unwind(endCall(nextValue(beginCall(1), i), 1) - 1);
  }, COUNT);
  const whole = best(() => {
    for (let i = 0; i < COUNT; i++) unwind(endCall(nextValue(beginCall(1), values[i & 255]), 1) - 1);
  }, COUNT);
  let length = 0;
  const json = best(() => {
    for (let i = 0; i < COUNT; i++) length += JSON.stringify(values[i & 255]).length;
  }, COUNT);
  if (length === 0) throw new Error("nothing was written");
  results[name] = { snapshot: whole - empty, json };
}
console.log(JSON.stringify(results));
