import { parseArguments } from "../filter/arguments.ts";
import type { StoreReader } from "../store/mod.ts";
import { eachStep, type Progress, type Range } from "./range.ts";
import { TypicalValues } from "./typical.ts";

/** What a function is given by one of its callers. */
export interface TypicalArguments {
  /** `functions.id` of the caller; undefined where nothing that is known called it. */
  caller: number | undefined;
  calls: number;
  /** In the order of the parameters. */
  values: TypicalValues[];
}

/** The arguments that these functions are called with, by caller; the most frequent caller first. */
export function readTypicalArguments(
  reader: StoreReader,
  range: Range,
  functions: ReadonlySet<number>,
  progress?: Progress,
): TypicalArguments[] {
  const byCaller = new Map<number | undefined, TypicalArguments>();
  const visit = (caller: number | null, args: string | null): void => {
    const key = caller ?? undefined;
    let found = byCaller.get(key);
    if (found === undefined) byCaller.set(key, found = { caller: key, calls: 0, values: [] });
    found.calls++;
    for (const { name, value, type } of parseArguments(args)) {
      let values = found.values.find((known) => known.name === name);
      if (values === undefined) found.values.push(values = new TypicalValues(name));
      values.add(value, type);
    }
  };
  const ids = [...functions].join(", ");
  eachStep(range, (from, to) => {
    reader.visit(
      "caller.function, called.args",
      `FROM traces AS called NOT INDEXED LEFT JOIN traces AS caller ON caller.id = called.parent
       WHERE called.id >= ? AND called.id < ? AND called.kind = 0 AND called.function IN (${ids})`,
      [from, to],
      visit,
    );
  }, progress);
  return [...byCaller.values()].sort((a, b) => b.calls - a.calls);
}
