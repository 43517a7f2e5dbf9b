/**
 * Random databases for the test against the slow evaluator, from small stocks of names and values so that random
 * expressions meet them.
 *
 * @module
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { Constant, Container, type Value, ValueSchema, ValuesSchema } from "../proto/trace_pb.ts";
import { createDatabase, openWriter, type TraceRow } from "../store/mod.ts";
import { type Record, type Recorded, show } from "./slow_evaluator.ts";

/** Random numbers from a seed, the same everywhere (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to before `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 * limit);
  }

  /** One of them. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** True one time in `times`. */
  chance(times: number): boolean {
    return this.below(times) === 0;
  }
}

/** 2026-11-23T10:07:04.000 UTC and 0.25 ms. */
export const STARTED_MS = 1795428424000.25;

export const KINDS = ["call", "return", "exception", "log", "overflow", "yield", "await", "resume"];
export const FUNCTIONS = [
  "fib",
  "Fib",
  "Cart.total",
  "get_user",
  "getXuser",
  "größe",
  "a%b",
  "<anonymous>",
  "日本",
  "x\\y",
];
export const MODULES = [
  "/home/ada/shop/src/cart.ts",
  "/home/ada/shop/main.ts",
  "/home/ada/lib/%.ts",
  "node:fs",
  "/a/src/cart.ts",
];
export const DIRECTORIES = ["/home/ada/shop", "/home/ada"];
export const ARGUMENTS = ["return value", "exception", "n", "N", "user", "items", "rate"];
export const KEYS = ["id", "name", "length", "items", "a-b", "0", "1", "size"];
export const TYPES = ["number", "string", "boolean", "Cart", "Object", "Array"];
export const STRINGS = [
  "abc",
  "ABC",
  "",
  "a_b",
  "50%",
  'say "hi"',
  "x\ny",
  "back\\slash",
  "größe",
  "日本😀",
  "true",
  "5",
  "it's",
  "null",
];
export const NUMBERS = [0, -0, 1, 5, -5, 0.2, 10, 250, 1e21, NaN, Infinity];
const PIDS = [1234, 1235];
const TIDS = [1, 2];

function scalar(random: Random): Recorded {
  switch (random.below(6)) {
    case 0:
    case 1:
      return random.pick(STRINGS);
    case 2:
    case 3:
      return random.pick(NUMBERS);
    case 4:
      return random.pick([5n, -5n, 10n ** 21n, 0n]);
    default:
      return random.pick([true, false, null, undefined]);
  }
}

function recorded(random: Random, depth: number): Recorded {
  if (depth === 0 || random.chance(2)) return scalar(random);
  const count = random.below(3);
  switch (random.below(3)) {
    case 0:
      return Array.from({ length: count }, () => recorded(random, depth - 1));
    case 1:
      return new Map(Array.from({ length: count }, () => [random.pick(KEYS), recorded(random, depth - 1)]));
    default: {
      const object: { [key: string]: Recorded } = {};
      for (let i = 0; i < count; i++) object[random.pick(KEYS)] = recorded(random, depth - 1);
      // What is met a second time is written as a reference.
      const shared = Object.values(object).find((value) => typeof value === "object" && value !== null);
      if (shared !== undefined && random.chance(3)) object.again = shared;
      return object;
    }
  }
}

const CONSTANTS = new Map<Recorded, Constant>([
  [undefined, Constant.UNDEFINED],
  [null, Constant.NULL],
  [true, Constant.TRUE],
  [false, Constant.FALSE],
]);

function encode(value: Recorded, seen: Recorded[]): Value {
  const constant = CONSTANTS.get(value);
  if (constant !== undefined) return create(ValueSchema, { kind: { case: "constant", value: constant } });
  if (typeof value === "number") {
    return Number.isSafeInteger(value) && !Object.is(value, -0)
      ? create(ValueSchema, { kind: { case: "int", value: BigInt(value) } })
      : create(ValueSchema, { kind: { case: "double", value } });
  }
  if (typeof value === "bigint") return create(ValueSchema, { kind: { case: "bigint", value: String(value) } });
  if (typeof value === "string") return create(ValueSchema, { kind: { case: "string", value } });
  if (seen.includes(value)) {
    return create(ValueSchema, { kind: { case: "reference", value: seen.indexOf(value) + 1 } });
  }
  seen.push(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => encode(item, seen));
    return create(ValueSchema, { kind: { case: "container", value: Container.ARRAY }, items });
  }
  if (value instanceof Map) {
    const items = [...value].flatMap(([key, item]) => [encode(key, seen), encode(item, seen)]);
    return create(ValueSchema, { kind: { case: "container", value: Container.MAP }, type: "Map", items });
  }
  const keys = Object.keys(value as object);
  const items = keys.map((key) => encode((value as { [key: string]: Recorded })[key], seen));
  return create(ValueSchema, { kind: { case: "container", value: Container.OBJECT }, keys, items });
}

/** As the dumper shows a value; `seen` are the containers before it. `inside` of another one, maps say what they are. */
function text(value: Recorded, seen: Recorded[], inside = false): string {
  const [shown] = show(value);
  if (shown !== null) return shown;
  if (seen.includes(value)) return `<ref #${seen.indexOf(value) + 1}>`;
  seen.push(value);
  if (Array.isArray(value)) return `[${value.map((item) => text(item, seen, true)).join(", ")}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${text(key, seen)} => ${text(item, seen, true)}`);
    return `${inside ? "Map " : ""}{${entries.join(", ")}}`;
  }
  const entries = Object.entries(value as object).map(([key, item]) =>
    `${/^[a-z]+$/.test(key) ? key : `"${key}"`}: ${text(item, seen, true)}`
  );
  return `{${entries.join(", ")}}`;
}

function typeOf(value: Recorded, random: Random): string {
  if (Array.isArray(value)) return "Array";
  if (value instanceof Map) return "Map";
  return show(value)[0] === null ? random.pick(["Object", "Cart"]) : show(value)[1];
}

interface Place {
  pid: number;
  tid: number;
  cwd: string;
  thread: number;
}

/** Makes a database with some recordings, modules, functions and `count` traces; what is in it, decoded. */
export function makeDatabase(path: string, random: Random, count: number): Record[] {
  const places: Place[] = [];
  let functions: { id: number; func: string; module: string }[] = [];
  for (const [index, cwd] of DIRECTORIES.slice(0, 1 + random.below(2)).entries()) {
    createDatabase(path, { command: "main.ts", cwd, startedMs: STARTED_MS + index * 1000, append: index > 0 });
    const writer = openWriter(path);
    for (const pid of PIDS) {
      const process = writer.addProcess({ pid, parentPid: 1, runtime: "node", command: "main.ts" });
      for (const tid of TIDS) places.push({ pid, tid, cwd, thread: writer.addThread(process, tid, "main") });
    }
    functions = MODULES.flatMap((module) => {
      const named = FUNCTIONS.map((name) => ({ name, line: 1, column: 1, kind: "function", params: [] }));
      return writer.addFunctions(module, named).map((id, i) => ({ id, func: FUNCTIONS[i], module }));
    });
    writer.close();
  }
  const records: Record[] = [];
  const rows: TraceRow[] = [];
  for (let id = 1; id <= count; id++) {
    const called = random.chance(10) ? null : random.pick(functions);
    const place = random.pick(places);
    const record: Record = {
      id,
      at: random.below(3_000_000_000),
      kind: random.pick(KINDS),
      pid: place.pid,
      tid: place.tid,
      depth: random.below(4),
      duration: random.chance(2) ? null : random.below(10) * 1000,
      func: called === null ? null : called.func,
      modules: called === null ? null : [shorten(called.module, place.cwd), called.module],
      args: [],
    };
    const names = ARGUMENTS.filter(() => random.chance(4)).slice(0, 3);
    const seen: Recorded[] = [];
    record.args = names.map((name) => {
      const value = recorded(random, 3);
      const reference = seen.includes(value);
      return { name, shown: text(value, seen), type: reference ? "reference" : typeOf(value, random), value };
    });
    records.push(record);
    rows.push(toRow(record, called?.id ?? null, place.thread));
  }
  const writer = openWriter(path);
  writer.transaction(() => writer.insert(rows));
  writer.close();
  return records;
}

function shorten(module: string, cwd: string): string {
  return module.startsWith(`${cwd}/`) ? module.slice(cwd.length + 1) : module;
}

function toRow(record: Record, called: number | null, thread: number): TraceRow {
  const { id, at, depth, duration, args } = record;
  const seen: Recorded[] = [];
  const values = args.map(({ value }) => encode(value, seen));
  return {
    id,
    at,
    thread,
    kind: KINDS.indexOf(record.kind),
    function: called,
    call: id,
    parent: null,
    depth,
    leave: null,
    duration,
    args: args.length === 0
      ? null
      : `\x1e${args.map(({ name, shown, type }) => `${name}\x1f${shown}\x1f${type}`).join("\x1e")}\x1e`,
    data: seen.length === 0 ? null : toBinary(ValuesSchema, create(ValuesSchema, { values })),
    lost: null,
  };
}
