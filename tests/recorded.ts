/** Programs under tstrace in tests of how a recording ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { environment, type Surroundings, type Target, tstraceCommand } from "./runtimes.ts";

/** Words that run a script traced as `target.plain` runs it. */
export function runWords(target: Target, ...rest: string[]): string[] {
  const permissions = target.plain.filter((word) => word === "-A");
  return tstraceCommand("run", "--runtime", target.runtime, ...permissions, ...rest);
}

/** A process that was started, with what it has printed so far. */
export interface Started {
  child: ChildProcess;
  stdout: string;
  stderr: string;
  /** Waits until stdout or stderr holds a text. */
  prints(text: string): Promise<void>;
  /** Waits for its end; the exit code, or null where a signal ended it. */
  ends(): Promise<number | null>;
}

/** Starts a command; it is killed after a minute, or so many milliseconds. */
export function start(words: readonly string[], surroundings: Surroundings, limitMs = 60_000): Started {
  const { cwd } = surroundings;
  const env = environment(surroundings);
  const child = spawn(words[0], words.slice(1), { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  const closed = once(child, "close").then(([code]) => {
    clearTimeout(timer);
    wake();
    return code as number | null;
  });
  let wake = (): void => {};
  const started: Started = {
    child,
    stdout: "",
    stderr: "",
    async prints(text) {
      while (!started.stdout.includes(text) && !started.stderr.includes(text)) {
        const ended = child.exitCode !== null || child.signalCode !== null;
        if (ended && child.stdout?.readableEnded) throw new Error(`${words.join(" ")} ended: ${started.stderr}`);
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
    ends: () => closed,
  };
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    started.stdout += chunk;
    wake();
  });
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    started.stderr += chunk;
    wake();
  });
  return started;
}

/** The rows of a query on the database in `cwd`. */
export function query(cwd: string, text: string, file: string = "traces.sqlite"): Record<string, unknown>[] {
  const database = new DatabaseSync(join(cwd, file));
  try {
    return database.prepare(text).all().map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

/** What SQLite finds wrong with the database: `ok` for nothing. */
export function integrity(cwd: string, file?: string): unknown {
  return query(cwd, "PRAGMA integrity_check", file)[0].integrity_check;
}
