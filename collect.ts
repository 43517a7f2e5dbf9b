/**
 * The Worker of `tstrace run` that takes the records of the programs it runs out of mapped files and stores them.
 *
 * @module
 */
import process from "node:process";
import { workerData } from "node:worker_threads";
import { collect, type CollectorStart } from "./dumper/mod.ts";
import { currentRuntime } from "./runtime/select.ts";

// As in main.ts.
process.removeAllListeners("warning");

const { library } = workerData as CollectorStart;
const runtime = currentRuntime();
const memory = {
  map: (path: string, length: number) => runtime.mapFile(path, length, library),
  free: (path: string, length: number) => runtime.freeFile(path, length, library),
};
collect(memory, () => runtime.monotonicNs());
