/**
 * How fast filters are: `node bench/filter.ts [traces]` makes a database of so many traces (a million) in the
 * directory for temporary files, and measures how long it takes to count what each filter finds, to find the first
 * fifty, and to complete a value. Any runtime runs it.
 *
 * @module
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createCompleter, createFilter } from "../filter/mod.ts";
import { Container, ValueSchema, ValuesSchema } from "../proto/trace_pb.ts";
import { openReader, type StoreReader, type TraceRow } from "../store/mod.ts";
import { fillDatabase, pickFunction, randomNumbers } from "./many_traces.ts";

const RUNS = 5;

/** What is measured, and how long it may take at most on a million traces, ms. */
const FILTERS: readonly [what: string, filter: string, limit: number | undefined][] = [
  ["function", "func == 'f3_7'", 50],
  ["functions by pattern", "func == 'f1%'", undefined],
  ["module", "module == 'src/m3.ts'", undefined],
  ["value", "value == '250'", 300],
  ["value of one argument", "arg == 'rate' and value == '0.25'", 300],
  ["value, negated", "arg == 'return value' and not value == '1'", undefined],
  ["value, pattern", "value == '25%'", undefined],
  ["value, regular expression", "value ~ '^25.$'", undefined],
  ["path", "arg.item.id == 250", 600],
  ["path, ordered", "arg.item.id > 990", 600],
  ["duration", "duration > 90us", undefined],
];

/** Calls and their returns; the calls have an object and a number. */
function makeDatabase(path: string, count: number): void {
  const items = Array.from({ length: 1000 }, (_, id) => makeItem(id));
  const below = randomNumbers();
  fillDatabase(
    path,
    count,
    ["item", "rate"],
    (first, count, functions) =>
      Array.from({ length: count }, (_, i): TraceRow => {
        const id = first + i;
        const isReturn = id % 2 === 0;
        const item = items[below(1000)];
        const rate = below(100) / 100;
        return {
          id,
          at: id * 1000,
          thread: 1,
          kind: isReturn ? 1 : 0,
          function: pickFunction(functions, below(10_000)),
          call: isReturn ? id - 1 : id,
          parent: null,
          depth: below(10),
          leave: isReturn ? null : id + 1,
          duration: isReturn ? below(100_000) : null,
          args: isReturn
            ? `\x1ereturn value\x1f${below(1000)}\x1fnumber\x1e`
            : `\x1eitem\x1f${item.text}\x1fObject\x1erate\x1f${rate}\x1fnumber\x1e`,
          data: isReturn ? null : item.data,
          lost: null,
        };
      }),
  );
}

function makeItem(id: number): { text: string; data: Uint8Array } {
  const values = [
    create(ValueSchema, {
      kind: { case: "container", value: Container.OBJECT },
      keys: ["id", "sku", "qty"],
      items: [
        create(ValueSchema, { kind: { case: "int", value: BigInt(id) } }),
        create(ValueSchema, { kind: { case: "string", value: `x${id % 100}` } }),
        create(ValueSchema, { kind: { case: "int", value: 2n } }),
      ],
    }),
    create(ValueSchema, { kind: { case: "double", value: 0.25 } }),
  ];
  return {
    text: `{id: ${id}, sku: "x${id % 100}", qty: 2}`,
    data: toBinary(ValuesSchema, create(ValuesSchema, { values })),
  };
}

/** The shortest of some runs, ms, and what the last one gave. */
function measure<T>(body: () => T): [ms: number, result: T] {
  let best = Infinity;
  let result = body();
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now();
    result = body();
    best = Math.min(best, performance.now() - started);
  }
  return [best, result];
}

function line(what: string, ms: number, limit: number | undefined, rest: string): string {
  const most = limit === undefined ? "" : ms <= limit ? `(at most ${limit})` : `(MORE THAN ${limit})`;
  return `${what.padEnd(28)}${ms.toFixed(1).padStart(9)} ms  ${most.padEnd(16)}  ${rest}`;
}

function run(reader: StoreReader, traces: number): void {
  for (const [what, text, limit] of FILTERS) {
    const filter = createFilter(text, reader);
    const [all, count] = measure(() => filter.count(0, Number.MAX_SAFE_INTEGER));
    const [first] = measure(() => [...filter.chunks({ limit: 50 })]);
    const scaled = limit === undefined ? undefined : limit * traces / 1e6;
    console.log(line(what, all, scaled, `${count} found, the first 50 after ${first.toFixed(1)} ms: ${text}`));
  }
  const typed = ["func == 'f1", "value == '2", "arg == 'rate' and value == ", "arg.item.", "module == "];
  for (const text of typed) {
    // Anew each time: the first completion takes the sample.
    const [ms, found] = measure(() => createCompleter(reader).complete(text, text.length));
    console.log(line("completion, the first", ms, 20, `${found.candidates.length} candidates: ${text}`));
  }
}

const traces = Number(process.argv[2] ?? 1e6);
const directory = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
try {
  const path = join(directory, "traces.sqlite");
  const started = performance.now();
  makeDatabase(path, traces);
  console.log(`${traces} traces made in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const reader = openReader(path, true);
  run(reader, traces);
  reader.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
