/**
 * What a traced call costs: `fib(18)` with its probes, untraced, recorded, with recording switched off, and held back. Prints a
 * line of JSON; `bench/mod.ts` runs it in each runtime, and once more with `coarse`: an engine learns what holds for a
 * whole process, such as where times come from.
 *
 * @module
 */
import process from "node:process";
import { Control, Header, HeldBit } from "../../ring/layout.ts";
import { HeldFunctions } from "../../ring/held.ts";
import { currentRuntime } from "../../runtime/select.ts";
import { fillSlots } from "../../tracer/instrument/edits.ts";
import { instrument } from "../../tracer/instrument/instrument.ts";
import { probes } from "../../tracer/probes.ts";
import { best, startRing } from "./measure.ts";

const N = 18;
const CALLS = 8361;
const BODY = "function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nreturn fib;";

const runtime = currentRuntime();
const isCoarse = process.argv[2] === "coarse";
const ring = startRing(isCoarse);
const made = instrument(BODY, { typescript: false, jsx: false });
const code = fillSlots(made.code, made.slots, 0);
const plain = new Function(BODY)() as (n: number) => number;
// Copies: an engine must not have learned from the one what holds for the other only.
const [recorded, switchedOff, mutedFib, countedFib, talliedFib] = [1, 2, 3, 4, 5].map(() =>
  new Function(made.probes, code)(probes) as (n: number) => number
);

const untraced = best(() => plain(N), CALLS);
ring.ints[Header.CONTROL] = 0;
const off = best(() => switchedOff(N), CALLS);
ring.ints[Header.CONTROL] = 1;
const call = best(() => recorded(N), CALLS);
const { now } = runtime;
let sum = 0;
const clock = best(() => {
  for (let i = 0; i < CALLS; i++) sum += now();
}, CALLS);
const held = new HeldFunctions(ring.ints.buffer, ring.blockSize, ring.blockCount);
ring.ints[Header.CONTROL] = Control.SELECTED;
const hold = (bit: number, on: boolean): void => made.functions.forEach((_, fn) => held.set(fn, bit, on));
hold(HeldBit.MUTED, true);
const muted = best(() => mutedFib(N), CALLS);
hold(HeldBit.MUTED, false);
hold(HeldBit.COUNTED, true);
const counted = best(() => countedFib(N), CALLS);
hold(HeldBit.COUNTED, false);
hold(HeldBit.TALLIED, true);
const tallied = best(() => talliedFib(N), CALLS);
const exact = { untraced, off, call, muted, counted, tallied, "two clock reads": clock * 2, checked: sum > 0 };
console.log(JSON.stringify(isCoarse ? { "call (coarse clock)": call } : exact));
