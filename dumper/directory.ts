import { closeSync, openSync, readdirSync, readSync, statSync, truncateSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { DumperMessage, ModuleInfo, ProcessInfo } from "./types.ts";

/** So often (ms) it is checked which processes still live. */
const CHECK_EVERY_MS = 50;
/** A thread that announces more than this (bytes) is not listened to any further. */
const MAX_ANNOUNCED_BYTES = 1 << 30;

/** Maps a file into memory; undefined where that cannot be done. */
export type MapFile = (path: string, length: number) => ArrayBuffer | undefined;

/** What a thread tells of itself first. */
interface FirstLine {
  process: ProcessInfo;
  threadName: string;
}

/** A traced thread that was found: its ring, and how far its announcements were read. */
interface FoundThread {
  name: string;
  pid: number;
  read: number;
  /** The end of what was read that is no whole line yet. */
  rest: string;
  readonly decoder: TextDecoder;
}

/**
 * The directory of a recording, in which each traced thread of each process has two files: `<name>.ring`, its ring,
 * and `<name>.log`, lines of JSON: first its process, then each module before it runs. Any of it may be hostile.
 */
export class RingDirectory {
  readonly #path: string;
  readonly #map: MapFile;
  readonly #threads = new Map<string, FoundThread>();
  readonly #seen = new Set<string>();
  #nextCheck = 0;

  constructor(path: string, map: MapFile) {
    this.#path = path;
    this.#map = map;
  }

  /** The processes that are not known to have ended. */
  get processes(): number[] {
    return [...new Set([...this.#threads.values()].map(({ pid }) => pid))];
  }

  /** Tells of new threads. */
  *found(): Generator<DumperMessage> {
    for (const file of readdirSync(this.#path)) {
      if (!file.endsWith(".ring") || this.#seen.has(file)) continue;
      const message = this.#attach(file.slice(0, -".ring".length));
      // Not whole yet: its writer still lays it out.
      if (message === null) continue;
      this.#seen.add(file);
      if (message) yield message;
    }
  }

  /** Null where it is to be looked at again, undefined where it is no ring. */
  #attach(name: string): DumperMessage | undefined | null {
    const path = join(this.#path, `${name}.ring`);
    // The magic number is written last. To map a file for nothing would leave the mapping behind.
    if (!isLaidOut(path)) return null;
    const thread: FoundThread = { name, pid: 0, read: 0, rest: "", decoder: new TextDecoder() };
    const { process: info, threadName } = (this.#lines(thread).next().value ?? {}) as Partial<FirstLine>;
    if (!isProcess(info) || typeof threadName !== "string") return undefined;
    const ring = this.#map(path, statSync(path).size);
    if (!ring) return undefined;
    thread.pid = info.pid;
    this.#threads.set(name, thread);
    return { type: "ring", source: name, ring, threadName, process: info };
  }

  /** Gives back the memory of a thread whose records are all stored. Its mapping must not be touched any more. */
  remove(name: string): void {
    for (const file of [`${name}.ring`, `${name}.log`]) {
      try {
        truncateSync(join(this.#path, file));
        unlinkSync(join(this.#path, file));
      } catch {
        // The whole directory goes away in the end.
      }
    }
    this.#seen.delete(`${name}.ring`);
  }

  /** Tells of modules that were announced since. */
  *announced(): Generator<DumperMessage> {
    for (const thread of this.#threads.values()) yield* this.#announcedBy(thread);
  }

  *#announcedBy(thread: FoundThread): Generator<DumperMessage> {
    for (const line of this.#lines(thread)) {
      const { module } = line as { module?: ModuleInfo };
      if (isModule(module)) yield { type: "module", source: thread.name, module };
    }
  }

  /** Tells of threads whose process has ended, after all that they announced. */
  *ended(now: number): Generator<DumperMessage> {
    if (now < this.#nextCheck) return;
    this.#nextCheck = now + CHECK_EVERY_MS;
    for (const pid of this.processes) {
      if (isAlive(pid)) continue;
      for (const thread of [...this.#threads.values()].filter((thread) => thread.pid === pid)) {
        yield* this.#announcedBy(thread);
        this.#threads.delete(thread.name);
        yield { type: "dead", source: thread.name };
      }
    }
  }

  /** The whole lines that a thread wrote and that were not told yet, parsed; what is no JSON object is left out. */
  *#lines(thread: FoundThread): Generator<object> {
    this.#readOn(thread);
    for (let end = thread.rest.indexOf("\n"); end >= 0; end = thread.rest.indexOf("\n")) {
      const line = thread.rest.slice(0, end);
      thread.rest = thread.rest.slice(end + 1);
      try {
        const value = JSON.parse(line);
        if (value !== null && typeof value === "object") yield value;
      } catch {
        // Its writer was killed half-way, or is not ours.
      }
    }
  }

  #readOn(thread: FoundThread): void {
    const path = join(this.#path, `${thread.name}.log`);
    const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
    if (size <= thread.read || size > MAX_ANNOUNCED_BYTES) return;
    const bytes = new Uint8Array(size - thread.read);
    const file = openSync(path, "r");
    try {
      const count = readSync(file, bytes, 0, bytes.length, thread.read);
      thread.read += count;
      thread.rest += thread.decoder.decode(bytes.subarray(0, count), { stream: true });
    } finally {
      closeSync(file);
    }
  }
}

function isLaidOut(path: string): boolean {
  const start = new Int32Array(1);
  const file = openSync(path, "r");
  try {
    return readSync(file, start, 0, start.byteLength, 0) === start.byteLength && start[0] !== 0;
  } finally {
    closeSync(file);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

function isProcess(info: ProcessInfo | undefined): info is ProcessInfo {
  return Number.isInteger(info?.pid) && info!.pid > 0 && Number.isInteger(info!.parentPid) &&
    typeof info!.runtime === "string" && typeof info!.command === "string" &&
    (info!.transport === undefined || typeof info!.transport === "string");
}

function isModule(module: ModuleInfo | undefined): module is ModuleInfo {
  return typeof module?.path === "string" && Array.isArray(module.functions) &&
    module.functions.every((fn) =>
      typeof fn?.name === "string" && Number.isInteger(fn.line) && Number.isInteger(fn.column) &&
      typeof fn.kind === "string" && Array.isArray(fn.params) && fn.params.every((name) => typeof name === "string")
    );
}
