/**
 * Makes a database of many traces for measurements: calls nested three deep, two arguments each, and their returns.
 * `node bench/trace_database.ts FILE [TRACES]` makes one of so many traces (ten million), or adds them to the file that
 * there is.
 *
 * @module
 */
import process from "node:process";
import type { TraceRow } from "../store/mod.ts";
import { fillDatabase, pickFunction } from "./many_traces.ts";

/** Calls in one tree; each has two rows. */
const TREE = [
  { row: 0, depth: 0, parent: null },
  { row: 1, depth: 1, parent: 0 },
  { row: 3, depth: 1, parent: 0 },
  { row: 4, depth: 2, parent: 3 },
] as const;
/** Which call the rows of a tree belong to, in order; each comes twice, as call and as return. */
const ORDER = [0, 1, 1, 2, 3, 3, 2, 0] as const;

/** Makes `count` traces in a new database at `path`, or adds them to the one there. The same each time. */
export function makeTraceDatabase(path: string, count: number): void {
  const rows = (first: number, count: number, functions: readonly number[]): TraceRow[] =>
    Array.from({ length: count }, (_, i) => traceRow(first + i, functions));
  fillDatabase(path, count, ["rate", "name"], rows);
}

/** Scatters numbers without any order that could be seen. */
function scatter(value: number): number {
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 8;
}

function traceRow(id: number, functions: readonly number[]): TraceRow {
  const place = (id - 1) % ORDER.length;
  const tree = id - place;
  const call = TREE[ORDER[place]];
  const isReturn = tree + call.row !== id;
  const callId = tree + call.row;
  const leave = tree + ORDER.lastIndexOf(ORDER[place]);
  const random = scatter(callId);
  return {
    id,
    at: id * 730,
    thread: 1,
    kind: isReturn ? 1 : 0,
    function: pickFunction(functions, random % 10_000),
    call: callId,
    parent: call.parent === null ? null : tree + call.parent,
    depth: call.depth,
    leave: isReturn ? null : leave,
    duration: isReturn ? (leave - callId) * 730 : null,
    args: isReturn
      ? `\x1ereturn value\x1f${random % 1000}\x1fnumber\x1e`
      : `\x1erate\x1f${(random % 100) / 100}\x1fnumber\x1ename\x1f"item ${random % 100_000}"\x1fstring\x1e`,
    data: null,
    lost: null,
  };
}

if (import.meta.main) makeTraceDatabase(process.argv[2], Number(process.argv[3] ?? 1e7));
