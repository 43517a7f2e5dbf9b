import process from "node:process";
import type { RunningProcess } from "../dumper/mod.ts";

/** So long (ms) is waited before a word is said. */
const SILENT_MS = 1000;
/** What is recorded and not stored yet is stored for so long (ms) before a word is said. */
const STORING_MS = 10_000;
/** No more processes than these are named. */
const MAX_NAMED = 3;
/** Longer commands are cut. */
const MAX_COMMAND = 60;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Waiting for processes of the program that have not ended when the program has: the user is told which, once, and can
 * stop it by a signal.
 */
export class Waiting {
  /** Whether the user no longer wants to wait. */
  stopped = false;
  /** What is waited for. */
  processes: readonly RunningProcess[] = [];
  /** What else there is to do; nothing where the user knows. */
  rest = "storing what is left";
  readonly #say: (line: string) => void;
  readonly #onStop: (() => void)[] = [];
  readonly #timers: NodeJS.Timeout[];

  constructor(say: (line: string) => void) {
    this.#say = say;
    this.#timers = [setTimeout(() => this.#tellProcesses(), SILENT_MS), setTimeout(() => this.#tellRest(), STORING_MS)];
    for (const signal of SIGNALS) process.on(signal, this.#stop);
  }

  /** Has `action` called when the user stops the waiting. */
  onStop(action: () => void): void {
    this.#onStop.push(action);
  }

  /** Nothing is waited for any more. */
  end(): void {
    this.#timers.forEach(clearTimeout);
    for (const signal of SIGNALS) process.off(signal, this.#stop);
  }

  #stop = (): void => {
    this.stopped = true;
    for (const action of this.#onStop) action();
  };

  #tellProcesses(): void {
    if (this.processes.length === 0) return;
    this.#say(`waiting for ${describeProcesses(this.processes)}; Ctrl-C ends the recording`);
  }

  #tellRest(): void {
    if (this.processes.length === 0 && this.rest !== "") this.#say(`${this.rest}; Ctrl-C ends the recording`);
  }
}

/** `process 12 (node server.mjs)`, or several of them. */
export function describeProcesses(processes: readonly RunningProcess[]): string {
  const named = processes.slice(0, MAX_NAMED).map(({ pid, command }) => `${pid} (${shortened(command)})`);
  const more = processes.length - named.length;
  return `process${processes.length === 1 ? "" : "es"} ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function shortened(command: string): string {
  // Whatever it holds, it is to be one line of a terminal.
  // deno-lint-ignore no-control-regex
  const line = command.replace(/[\x00-\x1f\x7f-\x9f]/g, " ");
  return line.length > MAX_COMMAND ? `${line.slice(0, MAX_COMMAND - 1)}…` : line;
}
