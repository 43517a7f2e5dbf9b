import { parseArguments } from "../filter/arguments.ts";
import { KIND_NAMES } from "../filter/kinds.ts";
import type { StoreReader } from "../store/mod.ts";
import { align, type Observer } from "./align.ts";
import { comparable, type Forest, NONE, readForest, Vocabulary } from "./forest.ts";
import type { Ignored } from "./ignore.ts";
import type { Omissions } from "./omissions.ts";
import type { Progress } from "./range.ts";

/** One difference between two recordings. */
export interface Difference {
  /** `arguments`, `result`, `exception`: a call that both made; `order`: both made it, elsewhere; or only one made it. */
  kind: "arguments" | "result" | "exception" | "end" | "order" | "only in A" | "only in B";
  /** The functions that led to it, the outermost first, itself last. */
  path: string[];
  /** Ids of the CALL rows; undefined where there is none. */
  a: number | undefined;
  b: number | undefined;
  /** What each of them has, as it is shown. */
  inA: string;
  inB: string;
}

/** A function in two recordings. Times in nanoseconds. */
export interface FunctionDifference {
  name: string;
  module: string;
  callsA: number;
  callsB: number;
  totalA: number;
  totalB: number;
  /** Calls that both made with other arguments, or another result or exception. */
  differ: number;
  onlyA: number;
  onlyB: number;
}

/** Two recordings compared. */
export interface Comparison {
  /** How many calls were the same, how many of both differ, and how many only one of them made. */
  same: number;
  differ: number;
  onlyA: number;
  onlyB: number;
  /** The first ones, in the order in which they happened. */
  differences: Difference[];
  functions: FunctionDifference[];
  omissionsA: Omissions;
  omissionsB: Omissions;
}

/**
 * Compares two recordings. Time does not count as a difference, nor do addresses, nor what is ignored. `progress` is told
 * how much of them was read, and may take its time.
 */
export function compare(
  a: StoreReader,
  b: StoreReader,
  ignored: Ignored,
  limit: number,
  progress?: Progress,
): Comparison {
  const vocabulary = new Vocabulary();
  const first = readForest(a, vocabulary, ignored, (share) => progress?.(share / 2));
  const second = readForest(b, vocabulary, ignored, (share) => progress?.(0.5 + share / 2));
  const comparer = new Comparer(first, second, vocabulary, ignored, limit);
  align(first, second, comparer);
  return comparer.result();
}

interface Row {
  args: string;
  end: string;
  endKind: number | null;
}

const ROW = `SELECT called.args AS args, ended.args AS end, ended.kind AS kind FROM traces AS called
  LEFT JOIN traces AS ended ON ended.id = called.leave WHERE called.id = ?`;

class Comparer implements Observer {
  readonly #a: Forest;
  readonly #b: Forest;
  readonly #vocabulary: Vocabulary;
  readonly #ignored: Ignored;
  readonly #limit: number;
  readonly #path: number[] = [];
  readonly #differences: Difference[] = [];
  readonly #differ: number[] = [];
  readonly #onlyA: number[] = [];
  readonly #onlyB: number[] = [];
  #same = 0;

  constructor(a: Forest, b: Forest, vocabulary: Vocabulary, ignored: Ignored, limit: number) {
    this.#a = a;
    this.#b = b;
    this.#vocabulary = vocabulary;
    this.#ignored = ignored;
    this.#limit = limit;
  }

  enter(a: number, b: number, same: boolean): void {
    const name = this.#a.names[a];
    this.#path.push(name);
    if (a < this.#a.roots) return;
    if (same) {
      this.#same++;
      return;
    }
    this.#differ[name] = (this.#differ[name] ?? 0) + 1;
    this.#tellIf(a, b, (x, y) => x.args === y.args ? undefined : ["arguments", shown(x.args), shown(y.args)]);
  }

  leave(a: number, b: number, same: boolean): void {
    if (!same) {
      this.#tellIf(a, b, (x, y) => {
        if (x.endKind !== y.endKind) return ["end", ending(x), ending(y)];
        return x.end === y.end ? undefined : [x.endKind === 2 ? "exception" : "result", shown(x.end), shown(y.end)];
      });
    }
    this.#path.pop();
  }

  apart(a: number, b: number): void {
    if (a !== NONE) count(this.#a, a, this.#onlyA);
    if (b !== NONE) count(this.#b, b, this.#onlyB);
    if (this.#differences.length >= this.#limit) return;
    const kind = b === NONE ? "only in A" : a === NONE ? "only in B" : "order";
    const name = a !== NONE ? this.#a.names[a] : this.#b.names[b];
    const path = kind === "order" ? this.#names() : this.#names(name);
    this.#differences.push({
      ...{ kind, path, a: idOf(this.#a, a), b: idOf(this.#b, b) },
      ...{ inA: this.#called(this.#a, a), inB: this.#called(this.#b, b) },
    });
  }

  result(): Comparison {
    const functions = this.#vocabulary.names.map((name, i): FunctionDifference => ({
      ...{ name, module: this.#vocabulary.places[i] },
      ...{ callsA: this.#a.calls[i] ?? 0, callsB: this.#b.calls[i] ?? 0 },
      ...{ totalA: this.#a.total[i] ?? 0, totalB: this.#b.total[i] ?? 0 },
      ...{ differ: this.#differ[i] ?? 0, onlyA: this.#onlyA[i] ?? 0, onlyB: this.#onlyB[i] ?? 0 },
    })).filter(({ callsA, callsB }) => callsA + callsB > 0);
    const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
    return {
      ...{ same: this.#same, differ: sum(this.#differ), onlyA: sum(this.#onlyA), onlyB: sum(this.#onlyB) },
      ...{ differences: this.#differences, functions },
      ...{ omissionsA: this.#a.omissions, omissionsB: this.#b.omissions },
    };
  }

  #names(...further: number[]): string[] {
    return [...this.#path, ...further].map((name) => this.#vocabulary.names[name]);
  }

  /** Notes a difference, if that is what the rows of a call say. */
  #tellIf(a: number, b: number, judge: (x: Row, y: Row) => [Difference["kind"], string, string] | undefined): void {
    if (this.#differences.length >= this.#limit) return;
    const found = judge(this.#row(this.#a, a), this.#row(this.#b, b));
    if (found === undefined) return;
    const [kind, inA, inB] = found;
    this.#differences.push({ kind, path: this.#names(), a: idOf(this.#a, a), b: idOf(this.#b, b), inA, inB });
  }

  #row({ reader, ids, idBase, names }: Forest, place: number): Row {
    const row = reader.query(ROW, [ids[place] + idBase])[0];
    const name = this.#vocabulary.names[names[place]];
    const text = (value: unknown): string => comparable(value === null ? null : String(value), name, this.#ignored);
    return {
      args: text(row?.args ?? null),
      end: text(row?.end ?? null),
      endKind: (row?.kind ?? null) as number | null,
    };
  }

  #called(forest: Forest, place: number): string {
    if (place === NONE) return "";
    const name = this.#vocabulary.names[forest.names[place]];
    return place < forest.roots ? name : `${name}(${shown(this.#row(forest, place).args)})`;
  }
}

function idOf({ ids, idBase, roots }: Forest, place: number): number | undefined {
  return place === NONE || place < roots ? undefined : ids[place] + idBase;
}

/** Counts a call and all that it made. */
function count(forest: Forest, place: number, counts: number[]): void {
  const open = [place];
  while (open.length > 0) {
    const at = open.pop() as number;
    if (at >= forest.roots) counts[forest.names[at]] = (counts[forest.names[at]] ?? 0) + 1;
    for (let inner = forest.first[at]; inner !== NONE; inner = forest.next[inner]) open.push(inner);
  }
}

function shown(args: string): string {
  return parseArguments(args).map(({ name, value }) => `${name} = ${value}`).join(", ");
}

function ending({ endKind, end }: Row): string {
  return endKind === null ? "no end" : `${KIND_NAMES[endKind]}: ${shown(end)}`;
}
