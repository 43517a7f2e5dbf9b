/** What databases of many traces have in common that measurements are made on. @module */
import { existsSync } from "node:fs";
import { createDatabase, openWriter, type StoreWriter, type TraceRow } from "../store/mod.ts";

const MODULES = 20;
const FUNCTIONS = 25;
const BATCH = 4096;

/** Makes the `count` rows from the id `first` on, of functions with these ids. */
export type RowMaker = (first: number, count: number, functions: readonly number[], writer: StoreWriter) => TraceRow[];

/**
 * Makes `count` traces in a new database at `path`, or adds them to the one there: of one thread, and of 500 functions
 * in 20 modules, all with these parameters.
 */
export function fillDatabase(path: string, count: number, params: string[], makeRows: RowMaker): void {
  if (!existsSync(path)) {
    createDatabase(path, { command: "main.ts", cwd: "/home/ada/shop", startedMs: 1795428424000, append: false });
  }
  const writer = openWriter(path);
  writer.addThread(writer.addProcess({ pid: 1234, parentPid: 1, runtime: "node", command: "main.ts" }), 1, "main");
  const functions = Array.from({ length: MODULES }, (_, m) => {
    const infos = Array.from({ length: FUNCTIONS }, (_, f) => {
      return { name: `f${m}_${f}`, line: f + 1, column: 1, kind: "function", params };
    });
    return writer.addFunctions(`/home/ada/shop/src/m${m}.ts`, infos);
  }).flat();
  for (let done = 0; done < count; done += BATCH) {
    writer.transaction((first) => writer.insert(makeRows(first, Math.min(BATCH, count - done), functions, writer)));
  }
  writer.close();
}

/** One of the functions for a number from 0 to 9999: a few are called often, most of them seldom. */
export function pickFunction(functions: readonly number[], random: number): number {
  return functions[Math.floor(functions.length * (random / 10_000) ** 2)];
}

/** Random numbers, the same each time: whole ones from 0, below what is asked for. */
export function randomNumbers(): (limit: number) => number {
  let seed = 1;
  return (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
}
