/**
 * Runs the program: its streams are ours, its signals too.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import { outOfMemoryKills } from "./processes.ts";

/** A program to start. */
export interface Program {
  executable: string;
  arguments: readonly string[];
  environment: Record<string, string>;
}

/** How it ended. */
export interface Ending {
  /** Its exit code, or 128 and the signal's number. */
  exitCode: number;
  /** `exited 1`, `killed by SIGTERM`. */
  status: string;
}

const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;
// What a terminal sends to every process in its foreground, the program included.
const FROM_TERMINAL: ReadonlySet<string> = new Set(["SIGINT", "SIGQUIT"]);

/** Runs `program` and waits for its end. Throws `TstraceError` (1) where it cannot be started. */
export function runProgram(program: Program): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const received: NodeJS.Signals[] = [];
    let passOn = (signal: NodeJS.Signals): void => void received.push(signal);
    const handlers = PASSED_ON.map((signal) => [signal, () => passOn(signal)] as const);
    // Before the start, so that no signal in between ends tstrace and leaves the program alone.
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const done = (): void => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    };
    const child = spawn(program.executable, program.arguments, { stdio: "inherit", env: program.environment });
    passOn = (signal) => {
      if (!(FROM_TERMINAL.has(signal) && inForeground())) child.kill(signal);
    };
    received.forEach(passOn);
    child.on("error", (error) => {
      done();
      reject(new TstraceError(`cannot start ${program.executable}: ${error.message}`));
    });
    const killsBefore = outOfMemoryKills();
    child.on("exit", (code, signal) => {
      done();
      resolve(endingOf(code, signal, outOfMemoryKills() > killsBefore));
    });
  });
}

/** How a process ended that gave `code`, or died by `signal`, `outOfMemory` if the kernel has killed one for that. */
export function endingOf(code: number | null, signal: NodeJS.Signals | null, outOfMemory = false): Ending {
  if (signal === null) return { exitCode: code ?? 1, status: `exited ${code ?? 1}` };
  const why = signal === "SIGKILL" && outOfMemory ? ", out of memory" : "";
  return { exitCode: 128 + (constants.signals[signal] ?? 0), status: `killed by ${signal}${why}` };
}

/** Whether our process group, which is the program's too, is in the foreground of its terminal. */
function inForeground(): boolean {
  try {
    return isForeground(readFileSync("/proc/self/stat", "utf8"));
  } catch {
    return process.stdin.isTTY === true;
  }
}

/** The same from the text of Linux' `/proc/self/stat`. */
export function isForeground(stat: string): boolean {
  // The second field, the program's name, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [processGroup, foregroundGroup] = [fields[2], fields[5]];
  return processGroup === foregroundGroup;
}
