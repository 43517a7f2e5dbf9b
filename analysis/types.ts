import { Kind } from "../filter/kinds.ts";
import type { StoreReader } from "../store/mod.ts";
import type { Chosen } from "./chosen.ts";
import { noOmissions, type Omissions } from "./omissions.ts";
import { eachStep, type Progress, type Range } from "./range.ts";
import { Shape } from "./shape.ts";

/** So many values of each argument are looked into; of all of them only the type itself is counted. */
const SAMPLES = 1000;

/** How often a type occurred, as the database names it. */
interface Tally {
  readonly type: string;
  count: number;
  /** What was seen inside; undefined where there is nothing to look into. */
  readonly shape: Shape | undefined;
}

/** The types that one argument, or the result, of a function has had. */
export class SeenTypes {
  readonly name: string;
  readonly #tallies = new Map<string, Tally>();
  /** The one that occurred last: mostly it is the next one too. */
  #last: Tally | undefined;
  #samples = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Counts a value in a longer text: it begins at `value`, its type lies from `type` to before `end`. */
  add(text: string, value: number, type: number, end: number): void {
    let tally = this.#last;
    if (tally === undefined || tally.type.length !== end - type || !text.startsWith(tally.type, type)) {
      tally = this.#last = this.#tally(text.slice(type, end));
    }
    tally.count++;
    if (tally.shape === undefined || this.#samples >= SAMPLES) return;
    this.#samples++;
    tally.shape.add(text.slice(value, type - 1), tally.type);
  }

  get count(): number {
    let count = 0;
    for (const tally of this.#tallies.values()) count += tally.count;
    return count;
  }

  /** Each type as TypeScript writes it, with how often it occurred; the most frequent first. */
  list(): { type: string; seen: string; count: number }[] {
    return [...this.#tallies.values()].sort((a, b) => b.count - a.count).map(({ type, count, shape }) => {
      const inside = shape ?? new Shape();
      if (shape === undefined) inside.add("", type);
      return { type: inside.toString(), seen: type, count };
    });
  }

  /** All of them as one type. */
  toString(): string {
    const types = [...new Set(this.list().map(({ type }) => type))];
    return types.length === 0 ? "unknown" : types.join(" | ");
  }

  #tally(type: string): Tally {
    let tally = this.#tallies.get(type);
    if (tally === undefined) {
      const isStructure = type === "Object" || type === "Array";
      this.#tallies.set(type, tally = { type, count: 0, shape: isStructure ? new Shape() : undefined });
    }
    return tally;
  }
}

/** The types that a function has had to do with. */
export interface FunctionTypes {
  /** `functions.id`. */
  function: number;
  calls: number;
  params: SeenTypes[];
  returned: SeenTypes;
  thrown: SeenTypes;
  yielded: SeenTypes;
}

/** The types of arguments and results in a range, or of the calls that are chosen. */
export function readTypes(
  reader: StoreReader,
  range: Range,
  chosen?: Chosen,
  progress?: Progress,
): { functions: FunctionTypes[]; omissions: Omissions } {
  const found: FunctionTypes[] = [];
  const omissions = noOmissions(reader, range);
  const visit = (id: number, kind: number, func: number | null, call: number | null, args: string | null): void => {
    if (chosen !== undefined && (call === null || !chosen.has(call))) return;
    if (func === null) {
      if (kind === Kind.OVERFLOW) omissions.gaps++;
      return;
    }
    const types = found[func] ??= newTypes(func);
    if (kind === Kind.CALL) types.calls++;
    else if (call === null || call < range.from || call > id) omissions.withoutBegin++;
    if (args !== null) addArguments(types, kind, args);
  };
  eachStep(range, (from, to) => {
    reader.visit(
      "id, kind, function, call, args",
      `FROM traces NOT INDEXED WHERE id >= ? AND id < ? AND kind IN (0, 1, 2, 4, 5)`,
      [from, to],
      visit,
    );
  }, progress);
  if (omissions.gaps > 0) omissions.lost = reader.lost();
  return { functions: found.filter((types) => types !== undefined), omissions };
}

function newTypes(func: number): FunctionTypes {
  return {
    ...{ function: func, calls: 0, params: [] },
    ...{ returned: new SeenTypes("return"), thrown: new SeenTypes("exception"), yielded: new SeenTypes("yield") },
  };
}

/** Takes the column `args` apart by hand: this is where the time goes. */
function addArguments(types: FunctionTypes, kind: number, args: string): void {
  let at = 1;
  for (let index = 0; at < args.length; index++) {
    const value = args.indexOf("\x1f", at) + 1;
    const type = args.indexOf("\x1f", value) + 1;
    const end = args.indexOf("\x1e", type);
    if (value === 0 || type === 0 || end < 0) return;
    const seen = kind === Kind.RETURN
      ? types.returned
      : kind === Kind.EXCEPTION
      ? types.thrown
      : kind === Kind.YIELD
      ? types.yielded
      : paramOf(types, index, args, at, value - 1);
    seen.add(args, value, type, end);
    at = end + 1;
  }
}

/** The parameter of this name, which nearly always stands at the same place. */
function paramOf({ params }: FunctionTypes, index: number, args: string, from: number, to: number): SeenTypes {
  const likely = params[index];
  if (likely !== undefined && likely.name.length === to - from && args.startsWith(likely.name, from)) return likely;
  const name = args.slice(from, to);
  let param = params.find((known) => known.name === name);
  if (param === undefined) params.push(param = new SeenTypes(name));
  return param;
}
