/**
 * Processes of the machine: which one it is, whether it still lives, and which carry a recording's hook.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import process from "node:process";
import type { RunningProcess } from "../dumper/mod.ts";
import { hasInEnvironment, isAlive, statFields } from "../store/alive.ts";

/** A process, told from an earlier or later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started; on Linux with the boot of the machine and the namespace that the number belongs to. */
  started: string;
  /** The boot and the namespace; empty where there are no such things. */
  place: string;
}

/** Which process has the number `pid` now. */
export function identityOf(pid: number = process.pid): ProcessIdentity {
  const fields = statFields(pid);
  if (fields) return { pid, started: fields[19], place: `${bootId()} ${namespace()}` };
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env: { LC_ALL: "C" } });
  return { pid, started: (stdout ?? "").trim(), place: "" };
}

/** Whether a process still lives; undefined where that cannot be told from here, as in another container. */
export function isRunning({ pid, started, place }: ProcessIdentity): boolean | undefined {
  const here = identityOf();
  if (place !== here.place) return place.split(" ")[0] === here.place.split(" ")[0] ? undefined : false;
  return isAlive(pid) && identityOf(pid).started === started;
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

function namespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

const RUNTIMES = /(^|\/)(node|nodejs|deno|bun|bunx|tstrace)[^/]*$/;

/**
 * The processes beside this one whose environment names a file or directory, and whether each is a Deno, Bun or Node.
 * Of Linux alone; empty elsewhere.
 */
export function carriersOf(path: string): (RunningProcess & { isRuntime: boolean })[] {
  return processNumbers().flatMap((pid) => {
    if (pid === process.pid || !hasInEnvironment(pid, path) || !isAlive(pid)) return [];
    return [{ pid, command: commandOf(pid), isRuntime: RUNTIMES.test(executableOf(pid)) }];
  });
}

function processNumbers(): number[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return [];
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean).join(" ");
  } catch {
    return "";
  }
}

function executableOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
  } catch {
    return "";
  }
}

/** How many processes the kernel has ended for want of memory since the machine started; 0 where that is not told. */
export function outOfMemoryKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
