/**
 * What values the fields have in a database, and about how often.
 *
 * @module
 */
import type { StoreReader } from "../store/mod.ts";
import { KIND_NAMES } from "./kinds.ts";
import { shownModule } from "./module.ts";
import { Names } from "./names.ts";
import { findPath, keysAt } from "./path.ts";
import { type Sample, Samples } from "./samples.ts";
import type { Field } from "./tree.ts";
import { visible } from "./visible.ts";

/** A value that exists, and how many traces have it. */
export interface Known {
  text: string;
  /** Of how many traces; an estimate where the recording is long. */
  count: number;
  /** Numbers, true, null … are written without quotes. */
  bare: boolean;
}

/** What narrows the choice: comparisons that stand before. */
export interface Scope {
  func?: string;
  arg?: string;
}

const BARE_TYPES: ReadonlySet<string> = new Set(["number", "boolean", "null", "undefined"]);
const BARE_TEXT = /^(-?\d+(\.\d+)?(e[-+]?\d+)?|true|false|null|undefined)$/;

/** Names of arguments that no function declares. */
const SPECIAL_ARGUMENTS = ["return value", "exception", "value"];

/** Longer values are not offered. */
const MAX_VALUE = 80;

class Tally {
  readonly #counts = new Map<string, { text: string; count: number; bare: boolean }>();

  add(text: string, count: number, bare: boolean = false): void {
    const known = this.#counts.get(text);
    if (known === undefined) this.#counts.set(text, { text, count, bare });
    else known.count += count;
  }

  list(samples: Samples): Known[] {
    const list = [...this.#counts.values()].map((known) => ({ ...known, count: samples.estimate(known.count) }));
    return list.sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  }
}

/** Looks up values; keeps what it has looked up as long as the database does not change much. */
export class Values {
  readonly names: Names;
  readonly #reader: StoreReader;
  #samples: Samples | undefined;

  constructor(reader: StoreReader, names: Names = new Names(reader)) {
    this.#reader = reader;
    this.names = names;
  }

  /** Whether counts are exact, not estimates. */
  get isExact(): boolean {
    return this.#fresh().weight === 1;
  }

  /** The values of a field, the most frequent first. None for `time` and `duration`. */
  of(field: Field, scope: Scope = {}): Known[] {
    const samples = this.#fresh();
    const tally = new Tally();
    switch (field) {
      case "func":
      case "module":
        this.#called(field, samples, tally);
        break;
      case "kind":
        for (const name of KIND_NAMES) tally.add(name, 0);
        for (const { kind } of samples.rows) tally.add(KIND_NAMES[kind] ?? String(kind), 1);
        break;
      case "depth":
        for (const { depth } of samples.rows) tally.add(String(depth), 1, true);
        break;
      case "pid":
      case "tid":
        this.#threads(field, samples, tally);
        break;
      case "arg":
      case "type":
      case "value":
        this.#arguments(field, this.#inScope(scope, samples), scope, tally);
        break;
    }
    return tally.list(samples);
  }

  /** The keys of what lies at a path. */
  keys(argument: string, path: readonly string[]): Known[] {
    const samples = this.#fresh();
    const tally = new Tally();
    for (const { text, data, kind } of samples.rows) {
      if (data !== null) { for (const key of keysAt(text, data, kind, argument, path)) tally.add(key, 1); }
    }
    return tally.list(samples);
  }

  /** The values that lie at a path. */
  at(argument: string, path: readonly string[]): Known[] {
    const samples = this.#fresh();
    const tally = new Tally();
    for (const { text, data, kind } of samples.rows) {
      const found = findPath(text, data, kind, argument, path);
      if (found !== undefined && found.value !== null) addValue(tally, found.value, found.type);
    }
    return tally.list(samples);
  }

  #fresh(): Samples {
    if (this.#samples === undefined || this.#samples.isStale(this.#reader)) {
      this.#samples = new Samples(this.#reader);
      this.names.refresh();
    }
    return this.#samples;
  }

  #called(field: "func" | "module", samples: Samples, tally: Tally): void {
    const cwd = this.names.threads.at(-1)?.cwd ?? "";
    const byFunction = new Map<number, number>();
    for (const { function: id } of samples.rows) {
      if (id !== null) byFunction.set(id, (byFunction.get(id) ?? 0) + 1);
    }
    for (const { id, name, module } of this.names.functions) {
      tally.add(field === "func" ? visible(name) : shownModule(module, cwd), byFunction.get(id) ?? 0);
    }
  }

  #threads(field: "pid" | "tid", samples: Samples, tally: Tally): void {
    const byThread = new Map(this.names.threads.map((thread) => [thread.id, String(thread[field])]));
    for (const text of byThread.values()) tally.add(text, 0, true);
    for (const { thread } of samples.rows) {
      const text = byThread.get(thread);
      if (text !== undefined) tally.add(text, 1, true);
    }
  }

  #inScope({ func }: Scope, samples: Samples): readonly Sample[] {
    if (func === undefined) return samples.rows;
    const ids = new Set(this.names.functions.filter(({ name }) => name === func).map(({ id }) => id));
    const rows = samples.rows.filter((row) => row.function !== null && ids.has(row.function));
    // Of a rare function there may be no sample: then something is better than nothing.
    return rows.length === 0 ? samples.rows : rows;
  }

  #arguments(field: "arg" | "type" | "value", rows: readonly Sample[], scope: Scope, tally: Tally): void {
    if (field === "arg") {
      for (const name of SPECIAL_ARGUMENTS) tally.add(name, 0);
      for (const { name, params } of this.names.functions) {
        if (scope.func === undefined || name === scope.func) {
          for (const param of params) tally.add(visible(param), 0);
        }
      }
    }
    for (const { args } of rows) {
      for (const { name, value, type } of args) {
        if (field === "arg") tally.add(visible(name), 1);
        else if (scope.arg !== undefined && name !== scope.arg) continue;
        else if (field === "type") tally.add(visible(type), 1);
        else addValue(tally, value, type);
      }
    }
  }
}

function addValue(tally: Tally, value: string, type: string): void {
  if (value.length > MAX_VALUE) return;
  const inner = type === "string" ? /^"(.*)"$/s.exec(value)?.[1] : undefined;
  tally.add(visible(inner ?? value), 1, BARE_TYPES.has(type) && BARE_TEXT.test(value));
}
