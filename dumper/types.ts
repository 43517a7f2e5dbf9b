/**
 * What goes between a traced thread and the Worker that takes its records, beside the records themselves.
 *
 * @module
 */
import type { MessagePort } from "node:worker_threads";
import type { Choice } from "./choice.ts";
import type { Redaction } from "./redact.ts";
import type { Triggers } from "./triggers.ts";

/**
 * `workerData` of `worker.ts`. Messages to the Worker go through `port`, whose other end stays with the thread that
 * starts it; name `port` in `transferList`. (`parentPort` will not do: Deno cannot take a message from it at once.)
 */
export interface DumperStart {
  /** Path of the database, which exists. */
  database: string;
  /** How many traces to keep; 0: all. */
  maxTraces: number;
  /** How many bytes the database may have; 0: as many as it needs. */
  maxBytes?: number;
  /** Whether records that memory has no room for may wait in files beside the database. */
  spills?: boolean;
  /** `recordings.id`; the newest one by default. */
  recording?: number;
  /** The file in which users say what is to be recorded; there need not be one. */
  control?: string;
  /** Which of the records are stored; all where nothing is said. */
  choice?: Choice;
  /** What else decides on that. */
  triggers?: Triggers;
  /** How many calls a second of a function of a thread are recorded; 0: all. */
  autoMute?: number;
  /** How much longer a thread may take than untraced, as a part of that; 0: as much as it takes. */
  slowdown?: number;
  /** What nobody may read in a value; card numbers, tokens and keys where nothing is said. */
  redact?: Redaction;
  process: ProcessInfo;
  /** The ring of the thread that starts the Worker. */
  ring: SharedArrayBuffer;
  /** Its name, such as "main". */
  threadName: string;
  port: MessagePort;
  /**
   * Where the Worker says on stderr, as `tstrace: …`, why traces are not stored: only if it is the one that makes this
   * file, or could not be told of one (empty). Without it the thread that started the Worker is told.
   */
  toldFile?: string;
}

/** A traced process. */
export interface ProcessInfo {
  pid: number;
  parentPid: number;
  /** Name and version, such as "node 24.21.0". */
  runtime: string;
  command: string;
  /** How its records reach the dumper, and why so: `shared`, or `worker: …`. */
  transport?: string;
  /** What a record costs it, as it measured when it began, ns. */
  recordNs?: number;
}

/** A function that can appear in a record. */
export interface FunctionInfo {
  name: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  /** function, arrow, method, getter, setter, constructor, generator, async, "async generator", module. */
  kind: string;
  /** Names of its parameters, in the order of a CALL record's values. */
  params: string[];
}

/** A module whose functions can appear in records: function `firstFunction + i` is `functions[i]`. */
export interface ModuleInfo {
  /** Absolute path or URL. */
  path: string;
  firstFunction: number;
  functions: FunctionInfo[];
}

/**
 * What a dumper is told. A module comes before the first record that names one of its functions. Where several
 * threads each number their functions themselves, `source` tells them apart.
 */
export type DumperMessage =
  | { type: "module"; source?: string; module: ModuleInfo }
  | { type: "ring"; source?: string; ring: ArrayBufferLike; threadName: string; process?: ProcessInfo }
  /** The thread's process has ended: what is in its ring is all there will be. */
  | { type: "dead"; source: string };

/** From the Worker through its `parentPort`, at most once: why traces are no longer stored, or have to wait. One line. */
export interface DumperProblem {
  type: "problem";
  message: string;
}
