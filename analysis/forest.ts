/**
 * A recording as a tree in memory, to be compared with another: a few numbers a call, in columns.
 *
 * @module
 */
import { parseArguments } from "../filter/arguments.ts";
import { Kind } from "../filter/kinds.ts";
import type { StoreReader } from "../store/mod.ts";
import { readCatalogue } from "./catalogue.ts";
import type { Ignored } from "./ignore.ts";
import { noOmissions, type Omissions } from "./omissions.ts";
import { currentRange, eachStep, type Progress } from "./range.ts";

/** No call: the end of a list of them. */
export const NONE = -1;

/** Names of functions, events and threads, as numbers that mean the same in both recordings. */
export class Vocabulary {
  readonly names: string[] = [];
  readonly places: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(name: string, place: string): number {
    const key = `${place}\n${name}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.places.push(place);
      this.#numbers.set(key, number);
    }
    return number;
  }
}

/** The calls of a recording: threads first, which are the roots, then calls and events in the order of their ids. */
export interface Forest {
  reader: StoreReader;
  /** How many roots there are. */
  roots: number;
  count: number;
  /** Of each call, its function as a number of the vocabulary. */
  names: Uint16Array | Uint32Array;
  /** Of each call, a hash of its arguments, and of what it returned or threw. */
  values: Int32Array;
  /** Of each call, the first that it made, and the next that its caller made. */
  first: Int32Array;
  next: Int32Array;
  /** Of each call, the id of its CALL row, less `idBase`. */
  ids: Uint32Array;
  idBase: number;
  /** By name: how many calls, and how long they took in all, ns. */
  calls: Float64Array;
  total: Float64Array;
  omissions: Omissions;
}

/** Addresses in texts differ from run to run and mean nothing; nor does when a timer of Node was started. */
const ADDRESS = /0x[\da-f]{6,16}\b/gi;
const TIMER = /_idleStart: \d+/g;

/** Where one of them may stand: at `0x`, or at `_idleStart`. */
const [ZERO, X, UNDERSCORE, I] = ["0", "x", "_", "i"].map((letter) => letter.charCodeAt(0));

/** The text of arguments without what says nothing about a program: addresses, and what is ignored. */
export function comparable(args: string | null, func: string, ignored: Ignored): string {
  if (args === null) return "";
  let text = args;
  if (ignored.ignoresAny(func)) {
    text = parseArguments(args).filter(({ name }) => !ignored.ignoresArgument(func, name))
      .map(({ name, value, type }) => `${name}\x1f${value}\x1f${type}`).join("\x1e");
  }
  if (text.includes("0x")) text = text.replace(ADDRESS, "0x");
  return text.includes("_idleStart: ") ? text.replace(TIMER, "_idleStart: ?") : text;
}

/** FNV-1a of the code units. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}

/** The hash of what of arguments is comparable. Nearly all are so as they are, which is found out on the way. */
function hashArguments(args: string | null, func: string, ignored: Ignored, seed: number): number {
  if (args === null) return seed;
  if (ignored.ignoresAny(func)) return hash(comparable(args, func, ignored), seed);
  let value = seed;
  let before = 0;
  for (let i = 0; i < args.length; i++) {
    const code = args.charCodeAt(i);
    if ((code === X && before === ZERO) || (code === I && before === UNDERSCORE)) {
      return hash(comparable(args, func, ignored), seed);
    }
    value = Math.imul(value ^ code, 0x01000193);
    before = code;
  }
  return value;
}

/**
 * Where a value stands among ascending ones from `from` to before `to`; `NONE` where it is not there. From the end on, in
 * steps that grow: callers are mostly near.
 */
function findBackwards(values: Uint32Array, value: number, from: number, to: number): number {
  let high = to;
  let low = to - 1;
  for (let step = 1; low >= from && values[low] > value; step *= 2) {
    high = low;
    low -= step;
  }
  low = Math.max(low, from);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low < to && values[low] === value ? low : NONE;
}

/** What a call is left out with: it and what it called is ignored. */
const IGNORED = -2;

const COLUMNS = "called.id, called.thread, called.kind, called.function, called.call, called.parent, called.args, " +
  "ended.kind, ended.duration, ended.args";

/** Reads a recording. */
export function readForest(
  reader: StoreReader,
  vocabulary: Vocabulary,
  ignored: Ignored,
  progress?: Progress,
): Forest {
  const range = currentRange(reader);
  const catalogue = readCatalogue(reader);
  const omissions = noOmissions(reader, range);
  const threads = [...catalogue.threads.values()];
  const counted = reader.query("SELECT count(*) AS count FROM traces WHERE id < ? AND kind IN (0, 3)", [range.to]);
  const size = Number(counted[0].count) + threads.length;
  const column = (): Int32Array => new Int32Array(size);
  const forest: Forest = {
    ...{ reader, roots: threads.length, count: threads.length, idBase: range.from, omissions },
    ...{ values: column(), first: column().fill(NONE), next: column().fill(NONE), ids: new Uint32Array(size) },
    ...{ names: new Uint16Array(size), calls: new Float64Array(0), total: new Float64Array(0) },
  };
  const { values, first, next, ids } = forest;
  const roots = new Map<number, number>();
  threads.forEach((thread, i) => {
    roots.set(thread.id, i);
    const process = threads.filter(({ tid, id }) => tid === thread.tid && id < thread.id).length;
    forest.names[i] = vocabulary.number(`thread ${thread.name}${process > 0 ? ` of process ${process + 1}` : ""}`, "");
  });
  const numbers = new Map<number, number>();
  const left: boolean[] = [];
  const nameOf = (id: number): number => {
    let number = numbers.get(id);
    if (number === undefined) {
      const { name, module } = catalogue.function(id);
      numbers.set(id, number = vocabulary.number(name, module));
      left[number] = ignored.ignoresFunction(name);
    }
    return number;
  };
  /** The calls that are left out: a bit for each id. */
  const ignoredIds = new Uint8Array(((range.to - range.from) >> 3) + 1);
  const placeOf = (id: number | null): number => {
    if (id === null || id < range.from) return NONE;
    const at = id - range.from;
    return ignoredIds[at >> 3] & (1 << (at & 7)) ? IGNORED : findBackwards(ids, at, threads.length, forest.count);
  };
  const calls: number[] = [];
  const total: number[] = [];

  const visit = (
    id: number,
    thread: number,
    kind: number,
    func: number | null,
    call: number | null,
    parent: number | null,
    args: string | null,
    endKind: number | null,
    duration: number | null,
    endArgs: string | null,
  ): void => {
    const isCall = kind === Kind.CALL;
    const above = placeOf(isCall ? parent : call);
    const place = forest.count;
    const name = isCall ? nameOf(func ?? 0) : vocabulary.number(`log ${parseArguments(args)[0]?.value ?? ""}`, "");
    if (above === IGNORED || left[name] || place >= size) {
      if (isCall) ignoredIds[(id - range.from) >> 3] |= 1 << ((id - range.from) & 7);
      return;
    }
    forest.count++;
    if (name > 0xffff && forest.names instanceof Uint16Array) forest.names = Uint32Array.from(forest.names);
    forest.names[place] = name;
    ids[place] = id - range.from;
    next[place] = above === NONE ? roots.get(thread) ?? 0 : above;
    const text = vocabulary.names[name];
    const begun = hashArguments(args, text, ignored, 0x811c9dc5);
    values[place] = hashArguments(endArgs, text, ignored, begun + (endKind ?? 9));
    calls[name] = (calls[name] ?? 0) + 1;
    total[name] = (total[name] ?? 0) + (duration ?? 0);
    if (isCall && endKind === null) omissions.unfinished++;
  };
  eachStep(range, (from, to) => {
    reader.visit(
      COLUMNS,
      `FROM traces AS called NOT INDEXED LEFT JOIN traces AS ended ON ended.id = called.leave
       WHERE called.id >= ? AND called.id < ? AND called.kind IN (0, 3)`,
      [from, to],
      visit,
    );
  }, progress);
  // Until now `next` holds the caller; from the end, each call is put in front of those that its caller made later.
  for (let place = forest.count - 1; place >= threads.length; place--) {
    const above = next[place];
    next[place] = first[above];
    first[above] = place;
  }
  const [lost] = reader.query("SELECT count(*) AS gaps, sum(lost) AS lost FROM traces WHERE kind = 4", []);
  omissions.lost = Number(lost.lost);
  omissions.gaps = Number(lost.gaps);
  forest.calls = Float64Array.from(vocabulary.names, (_, name) => calls[name] ?? 0);
  forest.total = Float64Array.from(vocabulary.names, (_, name) => total[name] ?? 0);
  return forest;
}
