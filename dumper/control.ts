/**
 * What users say of a recording while it runs: a file in its directory, which every dumper of the recording reads again
 * when it has changed.
 *
 * @module
 */
import { readFileSync, statSync } from "node:fs";
import { Control, HeldBit } from "../ring/mod.ts";
import type { KnownFunction } from "./functions.ts";
import type { TracedThread } from "./thread.ts";

/** Functions that are not to be recorded. */
export interface MutedFunctions {
  /** As the user wrote it. */
  text: string;
  /** A regular expression that matches their names. */
  pattern: string;
  /** Where it is one function alone: the module's path or URL, and the line. */
  module?: string;
  line?: number;
}

/** What is said of a recording. */
export interface ControlState {
  paused: boolean;
  muted: readonly MutedFunctions[];
}

/** Something that was said, or decided, to be told in its place among the traces. */
export interface ControlNote {
  thread: TracedThread;
  event: "paused" | "resumed" | "muted" | "unmuted" | "counts" | "only counts" | "counted" | "values" | "left out";
  /** Which functions. */
  text?: string;
}

/** What holds at the beginning. */
export const UNCONTROLLED: ControlState = { paused: false, muted: [] };

/** What a file says; as at the beginning where there is none, or it makes no sense. */
export function readControl(path: string): ControlState {
  try {
    const { paused, muted } = JSON.parse(readFileSync(path, "utf8")) as Partial<ControlState>;
    const isText = (value: unknown): boolean => typeof value === "string";
    const valid = Array.isArray(muted) && muted.every((each) => {
      return isText(each?.text) && isText(each.pattern) && (each.module === undefined || isText(each.module));
    });
    return { paused: paused === true, muted: valid ? muted : [] };
  } catch {
    return UNCONTROLLED;
  }
}

/** A file that is read again when it was replaced. */
export class ControlFile {
  readonly #path: string;
  #seen = "";

  constructor(path: string) {
    this.#path = path;
  }

  /** What it says; undefined where that is as before, or this process may not know. */
  changed(): ControlState | undefined {
    let seen = "";
    try {
      const found = statSync(this.#path, { throwIfNoEntry: false });
      if (found !== undefined) seen = `${found.ino} ${found.mtimeMs} ${found.size}`;
    } catch {
      return undefined;
    }
    if (seen === this.#seen) return undefined;
    this.#seen = seen;
    return readControl(this.#path);
  }
}

/** Does to the threads of a dumper what is said, to those that come later too. */
export class Controls {
  #state = UNCONTROLLED;
  #patterns: { pattern: RegExp; muted: MutedFunctions }[] = [];
  #hasEnded = false;

  /** Takes in what is said now. Returns what is to be told of it. */
  set(state: ControlState, threads: readonly TracedThread[]): ControlNote[] {
    const before = this.#state;
    this.#state = state;
    this.#patterns = state.muted.flatMap((muted) => {
      const pattern = regularExpression(muted.pattern);
      return pattern === undefined ? [] : [{ pattern, muted }];
    });
    for (const thread of threads) this.join(thread);
    const texts = (of: ControlState): Set<string> => new Set(of.muted.map(({ text }) => text));
    const [old, now] = [texts(before), texts(state)];
    // One of each process tells of it.
    const tellers = threads.filter(({ source }, i) => {
      return threads.findIndex((other) => other.source.process === source.process) === i;
    });
    return tellers.flatMap((thread): ControlNote[] => [
      ...(before.paused !== state.paused ? [{ thread, event: state.paused ? "paused" : "resumed" } as const] : []),
      ...[...now].filter((text) => !old.has(text)).map((text) => ({ thread, event: "muted", text }) as const),
      ...[...old].filter((text) => !now.has(text)).map((text) => ({ thread, event: "unmuted", text }) as const),
    ]);
  }

  /** Nothing is recorded from now on, whatever is said. */
  end(threads: readonly TracedThread[]): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const thread of threads) this.apply(thread);
  }

  /** A thread, with all functions that it has told of so far. */
  join(thread: TracedThread): void {
    this.learn(thread, 0, thread.source.functions.size);
  }

  /** A thread tells of functions. */
  learn(thread: TracedThread, first: number, count: number): void {
    const { held, source } = thread;
    if (held.any || this.#patterns.length > 0) {
      for (let fn = first; fn < first + count; fn++) {
        const known = source.functions.get(fn);
        if (known) held.set(fn, HeldBit.MUTED, this.#isMuted(known));
      }
    }
    this.apply(thread);
  }

  /** Tells a thread what it has to look at. */
  apply({ reader, held }: TracedThread): void {
    reader.control(this.#hasEnded || this.#state.paused ? Control.OFF : held.any ? Control.SELECTED : Control.ALL);
  }

  #isMuted({ info, module: path }: KnownFunction): boolean {
    return this.#patterns.some(({ pattern, muted: { module, line } }) => {
      return pattern.test(info.name) && (module === undefined || module === path) &&
        (line === undefined || line === info.line);
    });
  }
}

function regularExpression(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}
