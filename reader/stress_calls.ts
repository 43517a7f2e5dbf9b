/**
 * Databases of random programs: threads whose sync calls nest, and whose async calls are suspended and go on later.
 *
 * @module
 */
import { createDatabase, openWriter, type TraceRow } from "../store/mod.ts";
import { Kind } from "./kinds.ts";

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Frame {
  row: TraceRow;
  isAsync: boolean;
}

interface Thread {
  id: number;
  stack: Frame[];
  waiting: Frame[];
}

const FUNCTIONS = ["sync", "sync", "sync", "async", "generator"].map((kind, i) => ({
  name: `f${i}`,
  line: i + 1,
  column: 1,
  kind: kind === "sync" ? "function" : kind,
  params: ["n"],
}));

/** Makes rows one after another. */
class Program {
  readonly rows: TraceRow[] = [];
  readonly #random: () => number;
  readonly #threads: Thread[];
  readonly #functions: readonly number[];

  constructor(random: () => number, threads: readonly number[], functions: readonly number[]) {
    this.#random = random;
    this.#threads = threads.map((id) => ({ id, stack: [], waiting: [] }));
    this.#functions = functions;
  }

  step(): void {
    const thread = this.#threads[this.#below(this.#threads.length)];
    const top = thread.stack.at(-1);
    const dice = this.#random();
    if (!top && thread.waiting.length > 0 && dice < 0.7) return this.#resume(thread);
    if (!top || dice < 0.45) return this.#call(thread);
    if (top.isAsync && dice < 0.65) return this.#suspend(thread, top);
    if (dice < 0.68) return this.#add(thread, top, Kind.LOG);
    this.#leave(thread, top);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #add(thread: Thread, frame: Frame, kind: number): void {
    const { row } = frame;
    this.rows.push({ ...row, id: this.rows.length + 1, kind, call: row.id, parent: null, leave: null, args: null });
    this.rows[this.rows.length - 1].thread = thread.id;
  }

  #call(thread: Thread): void {
    const parent = thread.stack.at(-1)?.row;
    const index = this.#below(FUNCTIONS.length);
    const id = this.rows.length + 1;
    const row: TraceRow = {
      id,
      at: id * 1000,
      thread: thread.id,
      kind: Kind.CALL,
      function: this.#functions[index],
      call: id,
      parent: parent?.id ?? null,
      depth: parent ? parent.depth + 1 : 0,
      leave: null,
      duration: null,
      args: `\x1en\x1f${id}\x1fnumber\x1e`,
      data: null,
      lost: null,
    };
    this.rows.push(row);
    thread.stack.push({ row, isAsync: FUNCTIONS[index].kind !== "function" });
  }

  #suspend(thread: Thread, top: Frame): void {
    this.#add(thread, top, Kind.AWAIT);
    thread.waiting.push(top);
    thread.stack.pop();
  }

  #resume(thread: Thread): void {
    const [frame] = thread.waiting.splice(this.#below(thread.waiting.length), 1);
    this.#add(thread, frame, Kind.RESUME);
    thread.stack.push(frame);
  }

  #leave(thread: Thread, top: Frame): void {
    this.#add(thread, top, this.#random() < 0.1 ? Kind.EXCEPTION : Kind.RETURN);
    top.row.leave = this.rows.length;
    thread.stack.pop();
  }
}

/** Makes a database of `count` rows; the first `lost` of them have been deleted again. */
export function makeRandomCalls(
  path: string,
  random: () => number,
  { count, threads, lost }: { count: number; threads: number; lost: number },
): void {
  createDatabase(path, { command: "main.ts", cwd: "/home/ada/shop", startedMs: 1795428424000, append: false });
  const writer = openWriter(path);
  const process = writer.addProcess({ pid: 1234, parentPid: 1, runtime: "node", command: "main.ts" });
  const ids = Array.from({ length: threads }, (_, i) => writer.addThread(process, i + 1, "main"));
  const program = new Program(random, ids, writer.addFunctions("/home/ada/shop/src/cart.ts", FUNCTIONS));
  while (program.rows.length < count) program.step();
  writer.transaction(() => writer.insert(program.rows));
  if (lost > 0) writer.truncate(count - lost);
  writer.close();
}
