import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { Header } from "../ring/mod.ts";
import { hasInEnvironment, isAlive } from "../store/alive.ts";
import type { DumperMessage, ModuleInfo, ProcessInfo } from "./types.ts";

/** So often (ms) it is checked which processes still live. */
const CHECK_EVERY_MS = 50;
/** A thread that announces more than this (bytes) is not listened to any further. */
const MAX_ANNOUNCED_BYTES = 1 << 30;

/** Stands for the number of a process that has ended. */
const ENDED = 0;

/** Files as memory that several processes share. */
export interface FileMemory {
  /** Maps a file; undefined where that cannot be done. */
  map(path: string, length: number): ArrayBuffer | undefined;
  /** Gives the memory back, though the file is mapped: what is read there from now on are zeros. */
  free(path: string, length: number): void;
}

/** A process of the recording that has not ended. */
export interface RunningProcess {
  pid: number;
  command: string;
}

/** What a thread tells of itself first. */
interface FirstLine {
  process: ProcessInfo;
  threadName: string;
}

/** A traced thread that was found: its ring, and how far its announcements were read. */
interface FoundThread {
  name: string;
  pid: number;
  command: string;
  /** The system's own number of the thread; 0 where it is not known. */
  systemTid: number;
  read: number;
  /** The end of what was read that is no whole line yet. */
  rest: string;
  readonly decoder: TextDecoder;
}

/**
 * The directory of a recording, in which each traced thread of each process has two files: `<name>.ring`, its ring,
 * and `<name>.log`, lines of JSON: first its process, then each module before it runs; a third, `<pid>-<tid>.tid`, keeps
 * its number from being another's. Any of it may be hostile.
 */
export class RingDirectory {
  readonly #path: string;
  readonly #memory: FileMemory;
  readonly #old: boolean;
  readonly #threads = new Map<string, FoundThread>();
  readonly #seen = new Set<string>();
  #nextCheck = 0;

  /** @param old whether the recording may be so old that the numbers of its processes are used again. */
  constructor(path: string, memory: FileMemory, old = false) {
    this.#path = path;
    this.#old = old;
    this.#memory = memory;
  }

  /** The processes that are not known to have ended. */
  get processes(): RunningProcess[] {
    const commands = new Map([...this.#threads.values()].map(({ pid, command }) => [pid, command]));
    return [...commands].map(([pid, command]) => ({ pid, command }));
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
    const size = sizeOfRing(path);
    if (size === undefined || size === 0) return size === 0 ? null : undefined;
    const thread: FoundThread = {
      name,
      pid: 0,
      command: "",
      systemTid: 0,
      read: 0,
      rest: "",
      decoder: new TextDecoder(),
    };
    const { process: info, threadName } = (this.#lines(thread).next().value ?? {}) as Partial<FirstLine>;
    if (!isProcess(info) || typeof threadName !== "string") return undefined;
    const ring = this.#memory.map(path, size);
    if (!ring) return undefined;
    // Long afterwards its number may be another process's.
    thread.pid = this.#old && hasInEnvironment(info.pid, this.#path) === false ? ENDED : info.pid;
    thread.command = info.command;
    thread.systemTid = new Int32Array(ring, 0, Header.SYSTEM_TID + 1)[Header.SYSTEM_TID];
    this.#threads.set(name, thread);
    return { type: "ring", source: name, ring, threadName, process: info };
  }

  /** Gives back the memory of a thread whose records are all stored. */
  remove(name: string): void {
    const files = [`${name}.ring`, `${name}.log`, `${name.slice(0, name.lastIndexOf("-"))}.tid`];
    for (const file of files.map((file) => join(this.#path, file))) {
      try {
        // Our own mapping would keep it otherwise.
        if (file.endsWith(".ring")) this.#memory.free(file, statSync(file).size);
        unlinkSync(file);
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

  /**
   * Tells of threads that have ended, or their process has, after all that they announced. It looks now and then alone,
   * unless somebody waits for it.
   */
  *ended(now: number, isWaitedFor: boolean): Generator<DumperMessage> {
    if (now < this.#nextCheck && !isWaitedFor) return;
    this.#nextCheck = now + CHECK_EVERY_MS;
    const alive = new Set(this.processes.map(({ pid }) => pid).filter((pid) => pid !== ENDED && isAlive(pid)));
    for (const thread of [...this.#threads.values()]) {
      if (alive.has(thread.pid) && !hasEnded(thread)) continue;
      yield* this.#announcedBy(thread);
      this.#threads.delete(thread.name);
      yield { type: "dead", source: thread.name };
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
    const file = openFile(path);
    if (file === undefined) return;
    try {
      const { size } = fstatSync(file);
      if (size <= thread.read || size > MAX_ANNOUNCED_BYTES) return;
      const bytes = new Uint8Array(size - thread.read);
      const count = readSync(file, bytes, 0, bytes.length, thread.read);
      thread.read += count;
      thread.rest += thread.decoder.decode(bytes.subarray(0, count), { stream: true });
    } finally {
      closeSync(file);
    }
  }
}

/** Whether a thread of a process that lives has ended; false where that cannot be told. */
function hasEnded({ pid, systemTid }: FoundThread): boolean {
  const tasks = `/proc/${pid}/task`;
  return systemTid > 0 && !existsSync(`${tasks}/${systemTid}`) && existsSync(tasks);
}

/**
 * Bytes of a ring's file; 0 while it is being laid out, as the magic number is written last (to map a file for nothing
 * would leave the mapping behind). Undefined where it is no file of ours.
 */
function sizeOfRing(path: string): number | undefined {
  const start = new Int32Array(1);
  const file = openFile(path);
  if (file === undefined) return undefined;
  try {
    const whole = readSync(file, start, 0, start.byteLength, 0) === start.byteLength && start[0] !== 0;
    return whole ? fstatSync(file).size : 0;
  } finally {
    closeSync(file);
  }
}

/** Opens a regular file for reading; undefined for anything else: a symbolic link could lead anywhere, a pipe block. */
function openFile(path: string): number | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (fstatSync(file).isFile()) return file;
    closeSync(file);
  } catch {
    // Not there, or not ours.
  }
  return undefined;
}

function isProcess(info: ProcessInfo | undefined): info is ProcessInfo {
  return Number.isInteger(info?.pid) && info!.pid > 0 && Number.isInteger(info!.parentPid) &&
    typeof info!.runtime === "string" && typeof info!.command === "string" &&
    (info!.transport === undefined || typeof info!.transport === "string") &&
    (info!.recordNs === undefined || Number.isFinite(info!.recordNs));
}

function isModule(module: ModuleInfo | undefined): module is ModuleInfo {
  return typeof module?.path === "string" && Array.isArray(module.functions) &&
    module.functions.every((fn) =>
      typeof fn?.name === "string" && Number.isInteger(fn.line) && Number.isInteger(fn.column) &&
      typeof fn.kind === "string" && Array.isArray(fn.params) && fn.params.every((name) => typeof name === "string")
    );
}
