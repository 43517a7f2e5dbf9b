import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../proto/trace_pb.ts";
import { attachRing } from "../ring/mod.ts";
import type { TraceRow } from "../store/mod.ts";
import { Dumper } from "./dumper.ts";
import { FakeStore } from "./fake_store.ts";
import { bucketOf, middleOf } from "./histogram.ts";
import { Source, TracedProcess } from "./source.ts";
import { TestWriter } from "./test_writer.ts";

/** Functions from here on are such as may be suspended. */
const FIRST_ASYNC = 4;
const FUNCTIONS = 7;

interface Call {
  id: number;
  fn: number;
}

/** A thread that calls at random, as probes would tell it. */
class RandomThread {
  readonly writer: TestWriter;
  #seed: number;
  readonly stack: Call[] = [];
  readonly suspended: Call[] = [];

  constructor(seed: number, blockCount = 8) {
    this.writer = new TestWriter({ blockCount, tid: seed });
    this.#seed = seed;
  }

  #random(below: number): number {
    this.#seed = (Math.imul(this.#seed, 1103515245) + 12345) & 0x7fffffff;
    return (this.#seed >> 8) % below;
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) this.#step();
    this.writer.publish();
  }

  #step(): void {
    const { writer, stack, suspended } = this;
    writer.clock += this.#random(3) === 0 ? this.#random(100_000) : this.#random(300);
    const top = stack.at(-1);
    const choice = this.#random(10);
    if (!top || (choice < 4 && stack.length < 12)) {
      if (suspended.length > 0 && this.#random(3) === 0) return this.#resume();
      const fn = this.#random(FUNCTIONS);
      stack.push({ fn, id: writer.call(fn, top?.id ?? 0) });
    } else if (top.fn >= FIRST_ASYNC && choice < 6) {
      writer.event(choice === 4 ? Kind.YIELD : Kind.AWAIT, top.fn, top.id);
      suspended.push(stack.pop()!);
    } else if (choice === 9) {
      writer.event(Kind.LOG, top.fn, top.id);
    } else {
      writer.event(choice === 8 ? Kind.EXCEPTION : Kind.RETURN, top.fn, top.id);
      stack.pop();
    }
  }

  #resume(): void {
    const [call] = this.suspended.splice(this.#random(this.suspended.length), 1);
    this.writer.event(Kind.RESUME, call.fn, call.id);
    this.stack.push(call);
  }
}

function setUp(threads: RandomThread[], maxTraces = 0, store = new FakeStore()): { dumper: Dumper; store: FakeStore } {
  let time = 0;
  const dumper = new Dumper(store, { maxTraces, takeMessages: () => {}, now: () => time += 10 });
  const process = new TracedProcess({ pid: 1, parentPid: 2, runtime: "test 1", command: "test" });
  for (const [index, { writer }] of threads.entries()) {
    const source = new Source(`thread ${index}`, process);
    dumper.addRing(attachRing(writer.buffer)!, "thread", source);
    const functions = Array.from({ length: FUNCTIONS }, (_, i) => {
      return { name: `f${i}`, line: i, column: 1, kind: i < FIRST_ASYNC ? "function" : "async", params: [] };
    });
    source.functions.add({ path: "/a.ts", firstFunction: 0, functions });
  }
  // A store of functions that knows one when it sees it again, as the real one does.
  store.addFunctions = (_, rows) => rows.map((row) => row.line + 1);
  return { dumper, store };
}

function dump(dumper: Dumper): void {
  dumper.drain();
  dumper.drain();
  dumper.store(1);
  while (dumper.hasWork) dumper.store(1);
}

const TIMES = ["running", "self", "waiting"] as const;
const SUMS = ["calls", "returns", "exceptions", "duration", ...TIMES, "ownRecords", "runningRecords"] as const;
const LOSSES = ["beginsLost", "endsLost"] as const;
type Numbers = Record<typeof SUMS[number] | typeof LOSSES[number] | "shortest" | "longest", number>;

function zero(): Numbers {
  const sums = Object.fromEntries([...SUMS, ...LOSSES].map((name) => [name, 0]));
  return { ...sums, shortest: Infinity, longest: -1 } as Numbers;
}

function entry(counters: Map<string, Numbers>, key: string): Numbers {
  const found = counters.get(key) ?? zero();
  counters.set(key, found);
  return found;
}

/** What the store holds after all was added up. */
function stored(store: FakeStore): Map<string, Numbers> {
  const counters = new Map<string, Numbers>();
  for (const row of store.counters) {
    const numbers = entry(counters, `${row.caller} calls ${row.function}`);
    for (const name of [...SUMS, ...LOSSES]) numbers[name] += row[name];
    numbers.shortest = Math.min(numbers.shortest, row.shortest ?? Infinity);
    numbers.longest = Math.max(numbers.longest, row.longest ?? -1);
  }
  return new Map([...counters].sort());
}

/** The same, slowly, from the rows of a recording without a loss: interval by interval, whoever is on the stack. */
function recount(rows: readonly TraceRow[]): Map<string, Numbers> {
  const counters = new Map<string, Numbers>();
  const begun = new Map(rows.filter((row) => row.kind === Kind.CALL).map((row) => [row.id, row]));
  const numbersOf = (id: number): Numbers => {
    const { parent, function: fn } = begun.get(id)!;
    return entry(counters, `${parent === null ? 0 : begun.get(parent)!.function} calls ${fn}`);
  };
  for (const thread of new Set(rows.map((row) => row.thread))) {
    let stack: number[] = [];
    let before = 0;
    const waiting = new Set<number>();
    for (const { kind, call, at, duration } of rows.filter((row) => row.thread === thread)) {
      const seen = new Set<number | null>();
      for (const id of stack) {
        const fn = begun.get(id)!.function;
        if (!seen.has(fn)) {
          numbersOf(id).running += at - before;
          numbersOf(id).runningRecords++;
        }
        seen.add(fn);
      }
      if (stack.length > 0) {
        numbersOf(stack.at(-1)!).self += at - before;
        numbersOf(stack.at(-1)!).ownRecords++;
      }
      for (const id of waiting) numbersOf(id).waiting += at - before;
      before = at;
      const id = call!;
      const numbers = numbersOf(id);
      if (kind === Kind.CALL) numbers.calls++;
      if (kind === Kind.CALL || kind === Kind.RESUME) stack.push(id);
      else if (kind !== Kind.LOG) stack = stack.filter((other) => other !== id);
      if (kind === Kind.AWAIT || kind === Kind.YIELD) waiting.add(id);
      if (kind === Kind.RESUME) waiting.delete(id);
      if (duration === null) continue;
      if (kind === Kind.RETURN) numbers.returns++;
      else numbers.exceptions++;
      numbers.duration += duration;
      numbers.shortest = Math.min(numbers.shortest, duration);
      numbers.longest = Math.max(numbers.longest, duration);
    }
  }
  return new Map([...counters].sort());
}

/** Without the time of stretches that have not ended: the counters do not have it yet. */
function untilEnded(
  counters: Map<string, Numbers>,
): Map<string, Omit<Numbers, "running" | "waiting" | "runningRecords">> {
  return new Map(
    [...counters].map(([key, { running: _, waiting: __, runningRecords: ___, ...rest }]) => [key, rest]),
  );
}

/** Has all calls of a thread end. */
function finish({ writer, stack, suspended }: RandomThread): void {
  const end = ({ fn, id }: Call): void => writer.event(Kind.RETURN, fn, id);
  for (const call of stack.splice(0).reverse()) end(call);
  for (const call of suspended.splice(0)) {
    writer.event(Kind.RESUME, call.fn, call.id);
    writer.clock += 7;
    end(call);
  }
  writer.publish();
}

test("what was counted is what the rows tell, with threads, recursion and suspended calls", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const threads = [new RandomThread(seed), new RandomThread(seed + 1000)];
    const { dumper, store } = setUp(threads);
    for (let round = 0; round < 5; round++) {
      for (const thread of threads) thread.run(200);
      dump(dumper);
      assert.deepEqual(untilEnded(stored(store)), untilEnded(recount(store.rows)));
    }
    threads.forEach(finish);
    dump(dumper);
    assert.deepEqual(stored(store), recount(store.rows));
  }
});

test("what was truncated before it was stored is counted all the same", () => {
  const run = (maxTraces: number): FakeStore => {
    const thread = new RandomThread(7);
    const { dumper, store } = setUp([thread], maxTraces);
    for (let round = 0; round < 5; round++) {
      thread.run(2000);
      dump(dumper);
    }
    finish(thread);
    dump(dumper);
    return store;
  };
  const [some, all] = [run(50), run(0)];
  assert.ok(some.rows.length <= 50 && all.rows.length > 10_000);
  assert.deepEqual(stored(some), recount(all.rows));
});

test("of what is lost nothing is made up", () => {
  let lost = 0;
  for (let seed = 1; seed <= 3; seed++) {
    const run = (blockCount: number): FakeStore => {
      const thread = new RandomThread(seed, blockCount);
      const { dumper, store } = setUp([thread]);
      for (let round = 0; round < 4; round++) {
        thread.run(15_000);
        dump(dumper);
      }
      finish(thread);
      dump(dumper);
      return store;
    };
    const [whole, torn] = [run(64), run(3)];
    const rows = torn.rows;
    for (const row of rows) lost += row.lost ?? 0;
    const [seen, real] = [stored(torn), recount(whole.rows)];
    const sum = (counters: Map<string, Numbers>, name: keyof Numbers, fn: number): number => {
      return [...counters].reduce((sum, [key, row]) => key.endsWith(` ${fn}`) ? sum + row[name] : sum, 0);
    };
    for (let fn = 1; fn <= FUNCTIONS; fn++) {
      const mine = rows.filter((row) => row.function === fn);
      const count = (...kinds: number[]): TraceRow[] => mine.filter(({ kind }) => kinds.includes(kind));
      assert.equal(sum(seen, "calls", fn), count(Kind.CALL).length);
      assert.equal(sum(seen, "returns", fn), count(Kind.RETURN).length);
      assert.equal(sum(seen, "exceptions", fn), count(Kind.EXCEPTION).length);
      const ends = count(Kind.RETURN, Kind.EXCEPTION);
      assert.equal(sum(seen, "beginsLost", fn), ends.filter((row) => row.call === null).length);
      assert.equal(sum(seen, "duration", fn), ends.reduce((sum, row) => sum + (row.duration ?? 0), 0));
      const unfinished = count(Kind.CALL).filter((row) => row.leave === null).length;
      assert.ok(sum(seen, "endsLost", fn) <= unfinished, "a call that ended counts as one whose end was lost");
      for (const name of ["running", "self", "waiting"] as const) {
        assert.ok(sum(seen, name, fn) <= sum(real, name, fn), `${name} of ${fn} in ${seed}`);
        assert.ok(sum(seen, name, fn) >= 0);
      }
      assert.ok(sum(seen, "self", fn) > sum(real, "self", fn) / 30, "hardly any time was counted");
    }
  }
  assert.ok(lost > 3000, `only ${lost} records were lost`);
});

test("durations are in the histogram of their function", () => {
  const thread = new RandomThread(3);
  const { dumper, store } = setUp([thread]);
  for (let round = 0; round < 3; round++) {
    thread.run(1000);
    dump(dumper);
  }
  const expected = new Map<string, number>();
  const add = (key: string, count: number): unknown => expected.set(key, (expected.get(key) ?? 0) + count);
  for (const row of store.rows) {
    if (row.duration !== null) add(`${row.function} ${middleOf(bucketOf(row.duration))}`, 1);
  }
  for (const row of store.durations) for (const [ns, count] of row.durations) add(`${row.function} ${ns}`, -count);
  assert.ok(expected.size > 20);
  assert.deepEqual([...expected.values()].filter((count) => count !== 0), []);
});

test("what a failed transaction could not add is added by the next", () => {
  const thread = new RandomThread(5);
  const { dumper, store } = setUp([thread]);
  thread.run(500);
  store.failure = new Error("disk full");
  dumper.drain();
  assert.throws(() => dumper.store(1), /disk full/);
  assert.deepEqual(store.counters, []);
  store.failure = null;
  dump(dumper);
  const whole = new RandomThread(5);
  const { dumper: other, store: complete } = setUp([whole]);
  whole.run(500);
  dump(other);
  assert.deepEqual(stored(store), stored(complete));
});

test("a dumper goes on counting where another was killed", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const threads = [new RandomThread(seed), new RandomThread(seed + 1000)];
    const [{ dumper: whole, store: expected }, { store }] = [setUp(threads), setUp(threads)];
    for (let round = 0; round < 8; round++) {
      for (const thread of threads) thread.run(60);
      dump(whole);
      const { dumper } = setUp(threads, 0, store);
      dumper.drain();
      if (round % 3 !== 0) dump(dumper);
    }
    threads.forEach(finish);
    dump(whole);
    dump(setUp(threads, 0, store).dumper);
    assert.deepEqual(stored(store), stored(expected));
  }
});
