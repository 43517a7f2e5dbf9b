/** Random programs, what a dumper keeps of them, and what a slow and simple model says that it should. */
import { Kind } from "../proto/trace_pb.ts";
import { attachRing, UNCAUGHT } from "../ring/mod.ts";
import type { TraceRow } from "../store/mod.ts";
import { Dumper } from "./dumper.ts";
import { FakeStore } from "./fake_store.ts";
import { Source, TracedProcess } from "./source.ts";
import { PROCESS } from "./test_dumper.ts";
import { int, TestWriter } from "./test_writer.ts";
import type { Triggers } from "./triggers.ts";

/** Numbers from 0 to before a limit. */
export type Below = (limit: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function random(seed: number): Below {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 * limit);
  };
}

const FUNCTIONS = ["f", "g", "h", "fail"];
const THREADS = 2;

/** A thread of a random program. */
class Thread {
  readonly writer = new TestWriter({ blockCount: 64 });
  readonly stack: [id: number, fn: number][] = [];
  readonly waiting: [id: number, fn: number][] = [];

  /** Does one thing at this time. */
  step(below: Below, now: number): void {
    const { writer, stack, waiting } = this;
    writer.clock = now;
    const top = stack.at(-1);
    const [id = 0, fn = 0] = top ?? [];
    const choice = below(100);
    if (!top && waiting.length > 0 && choice < 40) {
      const [call] = waiting.splice(below(waiting.length), 1);
      writer.event(Kind.RESUME, call[1], call[0]);
      stack.push(call);
    } else if (choice < 3) {
      writer.event(Kind.LOG, top ? fn : 0x7fffffff, top ? id : 0, [int(choice)]);
    } else if (choice < 4) {
      writer.event(Kind.LOG, UNCAUGHT, top ? id : 0, [int(choice)]);
    } else if (!top || (choice < 45 && stack.length < 6)) {
      const called = below(FUNCTIONS.length);
      stack.push([writer.call(called, id, [int(below(1000))]), called]);
    } else if (choice < 60) {
      writer.event(Kind.AWAIT, fn, id);
      waiting.push(stack.pop()!);
    } else {
      writer.event(choice < 65 ? Kind.EXCEPTION : Kind.RETURN, fn, id, [int(choice)]);
      stack.pop();
    }
  }
}

/** How long until the next thing happens, ns: mostly little. */
function pause(below: Below): number {
  const choice = below(100);
  return 1 + (choice < 90 ? below(20_000) : choice < 98 ? below(500_000) : below(20_000_000));
}

/** What a dumper stores of a random program; all where there are no triggers. Some transactions fail. */
export function stored(seed: number, steps: number, triggers?: Triggers): FakeStore {
  const below = random(seed);
  const threads = Array.from({ length: THREADS }, () => new Thread());
  const store = new FakeStore();
  const source = new Source("", new TracedProcess(PROCESS));
  const dumper = new Dumper(store, { maxTraces: 0, triggers, takeMessages: () => {}, now: () => 0 });
  for (const [i, { writer }] of threads.entries()) dumper.addRing(attachRing(writer.buffer)!, `${i}`, source);
  const functions = FUNCTIONS.map((name, i) => ({ name, line: i + 1, column: 1, kind: "function", params: ["n"] }));
  source.functions.add({ path: "/shop/a.ts", firstFunction: 0, functions });
  const faults = random(seed + 1);
  let now = 0;
  for (let i = 0; i < steps; i++) {
    now += pause(below);
    threads[below(THREADS)].step(below, now);
    if (faults(20) > 0) continue;
    for (const { writer } of threads) writer.publish();
    dumper.drain();
    store.failure = faults(3) > 0 ? null : new Error("disk full");
    try {
      dumper.store(1e9);
    } catch {
      // Stored the next time.
    }
  }
  store.failure = null;
  for (const thread of dumper.threads) thread.dead = true;
  for (let round = 0; round < 3; round++) {
    dumper.drain();
    dumper.store(1e9);
  }
  store.rows = store.rows.filter(({ args }) => !args?.includes("tstrace left out"));
  return store;
}

/** A call of the whole recording. */
interface Call {
  parent: Call | undefined;
  row: TraceRow;
  end: TraceRow | undefined;
}

/** Finds out of all rows of a recording, the oldest first, which are to be kept. No two are of the same time. */
export class Model {
  readonly #rows: readonly TraceRow[];
  readonly #calls = new Map<number, Call>();
  readonly #functions: FakeStore["functions"];

  constructor({ rows, functions }: FakeStore) {
    this.#rows = rows.toSorted((a, b) => a.at - b.at);
    this.#functions = functions;
    for (const row of this.#rows) {
      if (row.kind === Kind.CALL) {
        this.#calls.set(row.id, { row, end: undefined, parent: this.#calls.get(row.parent ?? 0) });
      }
      const isEnd = row.kind === Kind.RETURN || row.kind === Kind.EXCEPTION;
      if (isEnd) this.#calls.get(row.call!)!.end = row;
    }
  }

  /** The rows that triggers keep; `isFit` tells which fit a filter. */
  kept(triggers: Triggers, isFit: (filter: string, row: TraceRow, functions: string) => boolean): TraceRow[] {
    const fits = (filter: string | undefined) => (row: TraceRow): boolean =>
      filter !== undefined && isFit(filter, row, this.#functions[(row.function ?? 0) - 1]?.name ?? "");
    const { slowerNs, stallNs, exceptionNs, around, from, until } = triggers;
    const sets: Set<TraceRow>[] = [];
    if (slowerNs !== undefined) sets.push(this.#slow(slowerNs));
    if (stallNs !== undefined) sets.push(this.#stalls(stallNs));
    if (exceptionNs !== undefined) sets.push(this.#beforeExceptions(exceptionNs));
    if (around !== undefined) sets.push(this.#around(this.#rows.filter(fits(around)), triggers.window!));
    if (from !== undefined || until !== undefined) {
      sets.push(this.#windows(from === undefined, fits(from), fits(until)));
    }
    const base = this.#rows.filter((row) => sets.every((set) => set.has(row)));
    return this.#closed(new Set(base));
  }

  #slow(ns: number): Set<TraceRow> {
    const slow = new Set<Call>();
    for (const call of this.#calls.values()) {
      if (call.end !== undefined && call.end.at - call.row.at <= ns) continue;
      for (let each: Call | undefined = call; each; each = each.parent) slow.add(each);
    }
    return new Set(this.#rows.filter(({ call }) => call === null || slow.has(this.#calls.get(call)!)));
  }

  #stalls(ns: number): Set<TraceRow> {
    const kept = new Set<TraceRow>();
    for (const rows of Map.groupBy(this.#rows, ({ thread }) => thread).values()) {
      const running = new Set<number>();
      let turn: TraceRow[] = [];
      const finish = (): void => {
        if (turn.length > 0 && turn.at(-1)!.at - turn[0].at > ns) { for (const row of turn) kept.add(row); }
        turn = [];
      };
      for (const row of rows) {
        if (running.size === 0 && turn.length > 0 && row.at - turn.at(-1)!.at >= 50_000) finish();
        turn.push(row);
        if (row.kind === Kind.CALL || row.kind === Kind.RESUME) running.add(row.call!);
        else if (row.kind !== Kind.LOG) running.delete(row.call!);
      }
      finish();
    }
    return kept;
  }

  #beforeExceptions(ns: number): Set<TraceRow> {
    // The only events of a function that is not known and that are told inside a call, or outside, with the value 3.
    const ends = this.#rows.filter(({ kind, args }) => kind === Kind.LOG && args!.includes("\x1f3\x1f"));
    return new Set(this.#rows.filter(({ at }) => ends.some((end) => at <= end.at && at >= end.at - ns)));
  }

  #around(centres: TraceRow[], window: NonNullable<Triggers["window"]>): Set<TraceRow> {
    const threads = Map.groupBy(this.#rows, ({ thread }) => thread);
    const position = new Map([...threads.values()].flatMap((rows) => rows.map((row, i) => [row, i] as const)));
    const kept = this.#rows.filter((row) =>
      centres.some((centre) => {
        if ("ns" in window) { if (Math.abs(row.at - centre.at) <= window.ns) return true; }
        else if (row.thread === centre.thread) {
          if (Math.abs(position.get(row)! - position.get(centre)!) <= window.traces) return true;
        }
        if (centre.kind !== Kind.CALL) return false;
        let call = this.#calls.get(row.call ?? 0);
        while (call && call.row !== centre) call = call.parent;
        return call !== undefined;
      })
    );
    return new Set(kept);
  }

  #windows(isOpen: boolean, from: (row: TraceRow) => boolean, until: (row: TraceRow) => boolean): Set<TraceRow> {
    const kept = new Set<TraceRow>();
    for (const row of this.#rows) {
      if (isOpen || from(row)) kept.add(row);
      isOpen = !until(row) && (isOpen || from(row));
    }
    return kept;
  }

  /** With the calls that they belong to and that run, and with the ends of these. */
  #closed(base: ReadonlySet<TraceRow>): TraceRow[] {
    const kept = new Set(base);
    for (const row of base) {
      let call = this.#calls.get(row.call ?? 0);
      for (; call && (call.end === undefined || call.end.at >= row.at); call = call.parent) kept.add(call.row);
    }
    for (const { row, end } of this.#calls.values()) if (end && kept.has(row)) kept.add(end);
    return this.#rows.filter((row) => kept.has(row));
  }
}
