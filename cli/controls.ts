import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type ControlState, type MutedFunctions, readControl } from "../dumper/mod.ts";
import { functionPattern } from "../tracer/select.ts";
import { CONTROL } from "./recording_directory.ts";
import { runningRecordingDirectory } from "./recordings.ts";

/** What can be said of a recording while it runs. All of its processes and threads do so a few milliseconds later. */
export class RecordingControls {
  readonly #path: string;

  constructor(directory: string) {
    this.#path = join(directory, CONTROL);
  }

  /** Those of the recording that runs now into a database; undefined where there is none. */
  static of(database: string): RecordingControls | undefined {
    const directory = runningRecordingDirectory(database);
    return directory === undefined ? undefined : new RecordingControls(directory);
  }

  get state(): ControlState {
    return readControl(this.#path);
  }

  /** Records nothing for now, or goes on. */
  pause(paused: boolean): void {
    this.#write({ ...this.state, paused });
  }

  /** Records these functions no longer. */
  mute(added: readonly MutedFunctions[]): void {
    const { paused, muted } = this.state;
    const fresh = added.filter(({ text }) => muted.every((other) => other.text !== text));
    this.#write({ paused, muted: [...muted, ...fresh] });
  }

  /** Records these again, or all. Returns those that were not muted. */
  unmute(texts: readonly string[]): string[] {
    const { paused, muted } = this.state;
    const kept = texts.length === 0 ? [] : muted.filter(({ text }) => !texts.includes(text));
    this.#write({ paused, muted: kept });
    return texts.filter((text) => muted.every((other) => other.text !== text));
  }

  /** At once for those who read it. */
  #write(state: ControlState): void {
    const temporary = `${this.#path}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 });
    renameSync(temporary, this.#path);
  }
}

/** One function. */
interface FunctionPlace {
  name: string;
  module: string;
  line: number;
}

/** The same for the reader: undefined where no recording runs. */
export const readerControls = {
  pause(database: string): boolean | undefined {
    const controls = RecordingControls.of(database);
    if (!controls) return undefined;
    const paused = !controls.state.paused;
    controls.pause(paused);
    return paused;
  },
  mute(database: string, { name, module, line }: FunctionPlace): boolean | undefined {
    const controls = RecordingControls.of(database);
    if (!controls) return undefined;
    const text = `${name} (${module}:${line})`;
    const muted = controls.state.muted.every((each) => each.text !== text);
    if (muted) controls.mute([{ text, pattern: `^${name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}$`, module, line }]);
    else controls.unmute([text]);
    return muted;
  },
};

/** What a pattern of names means: `fib`, `Cart`, `Cart.*`. */
export function mutedByName(text: string): MutedFunctions {
  return { text, pattern: functionPattern(text).source };
}
