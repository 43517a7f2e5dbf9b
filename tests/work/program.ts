/**
 * Counts the work of probes on a program that never changes: bytes a record, and bytes of garbage a call. Prints a line
 * of JSON. Run it with a young generation so large that nothing is collected meanwhile.
 *
 * @module
 */
import process from "node:process";
import { Block, BLOCK_HEADER_BYTES, BlockFloat, Header, HEADER_BYTES } from "../../ring/layout.ts";
import { createRing, ringBytes } from "../../ring/writer.ts";
import { fillSlots } from "../../tracer/instrument/edits.ts";
import { instrument } from "../../tracer/instrument/instrument.ts";
import { probes } from "../../tracer/probes.ts";
import { startRecording } from "../../tracer/recorder.ts";

const BLOCK_SIZE = 1 << 20;
const CALLS = 100_000;

const PROGRAM = `
class Cart {
  constructor(owner) { this.owner = owner; this.items = []; }
  add(item) { this.items.push(item); if (this.items.length > 5) this.items.shift(); return this; }
  total() { return this.items.reduce((sum, { price, count }) => sum + price * count, 0); }
}
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function label(text, n) { return text; }
function last(item) { return item; }
const item = { id: 7, name: "book", price: 12.5, count: 2, tags: ["new", "paper"], from: { city: "Paris", zip: 75001 } };
const cart = new Cart("Ada");
const long = "a text of some length that goes on for a while ".repeat(3);
return {
  ints: (count) => { for (let i = 0; i < count; i++) fib(1); },
  objects: (count) => { for (let i = 0; i < count; i++) last(item); },
  texts: (count) => { for (let i = 0; i < count; i++) label(long, i); },
  mixed: (count) => { for (let i = 0; i < count; i++) { cart.add(item).total(); label("short", fib(6)); label(long, i); } },
};`;

const writer = createRing(new ArrayBuffer(ringBytes(BLOCK_SIZE, 2)), {
  ...{ blockSize: BLOCK_SIZE, blockCount: 2, pid: 1, tid: 1, clockNs: 0, wallMs: 0 },
});
let time = 0;
startRecording(writer, () => time = (time + 150) % 1e9);
const made = instrument(PROGRAM, { typescript: false, jsx: false });
const run = new Function(made.probes, fillSlots(made.code, made.slots, 0))(probes) as Record<
  string,
  (count: number) => void
>;

/** Bytes a record of the whole blocks that come next. */
function bytesPerRecord(): number {
  const { ints, floats } = writer;
  const slot = (number: number): number => HEADER_BYTES + (number % 2) * BLOCK_SIZE;
  const first = ints[Header.HEAD] + 1;
  while (ints[Header.HEAD] < first + 1) run.mixed(10);
  const records = floats[(slot(first + 1) >> 3) + BlockFloat.RECORDS] - floats[(slot(first) >> 3) + BlockFloat.RECORDS];
  const bytes = ints[(slot(first) >> 2) + Block.USED];
  if (bytes > BLOCK_SIZE - BLOCK_HEADER_BYTES) throw new Error("a block holds more than it can");
  return bytes / records;
}

/** Bytes of the heap that a call takes, once the engine has done what it can. */
function garbage(name: string): number {
  for (let round = 0; round < 5; round++) run[name](CALLS / 5);
  const before = process.memoryUsage().heapUsed;
  run[name](CALLS);
  return (process.memoryUsage().heapUsed - before) / CALLS;
}

console.log(JSON.stringify({
  "bytes a record": bytesPerRecord(),
  "garbage a call, ints": garbage("ints"),
  "garbage a call, an object": garbage("objects"),
  "garbage a call, a text": garbage("texts"),
}));
